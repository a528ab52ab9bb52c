import Foundation

/// The corpus on disk.
enum Corpus {
    private static let root = URL(filePath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().appending(path: "Corpus")

    /// Whether expectations are to be written anew.
    static let isRecording = ProcessInfo.processInfo.environment["BLOT_RECORD"] == "1"

    /// What folders hold, by path.
    static func entries(_ folders: [String]) -> [String] {
        folders.flatMap { folder in
            let names = try? FileManager.default.contentsOfDirectory(
                atPath: root.appending(path: folder).path)
            return (names ?? []).filter { !$0.hasPrefix(".") }.map { "\(folder)/\($0)" }
        }.sorted()
    }

    /// A file, without splinters.
    static func read(_ path: String) throws -> [UInt8] {
        let bytes = Array(try Data(contentsOf: root.appending(path: path)))
        let splinter = Array("·".utf8)
        var result: [UInt8] = []
        var at = 0
        while at < bytes.count {
            if bytes[at...].starts(with: splinter) {
                at += splinter.count
            } else {
                result.append(bytes[at])
                at += 1
            }
        }
        return result
    }

    /// Writes a file anew.
    static func record(_ bytes: some Sequence<UInt8>, to path: String) throws {
        try Data(bytes).write(to: root.appending(path: path))
    }
}
