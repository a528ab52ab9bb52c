import Glibc
import Testing

/// A pseudo-terminal: what a command sees when a person sits before it.
final class Terminal {
    /// The end that a command is given.
    let theirs: Int32
    private let own: Int32

    init() throws {
        var (own, theirs): (Int32, Int32) = (-1, -1)
        let status = openpty(&own, &theirs, nil, nil, nil)
        try #require(status == 0)
        for end in [own, theirs] { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        self.own = own
        self.theirs = theirs
    }

    deinit {
        close(theirs)
        close(own)
    }

    /// What a command has written, once it has ended.
    func text() -> String {
        _ = fcntl(own, F_SETFL, O_NONBLOCK)
        var text: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 1 << 14)
        while true {
            let count = read(own, &buffer, buffer.count)
            if count <= 0 { return String(decoding: text, as: UTF8.self) }
            text += buffer[..<count]
        }
    }
}
