import Foundation
import Testing

/// Secrets that exact rules find, whole only while the tests run.
enum Sample {
    /// A GitHub token with a sound checksum.
    static let token = whole("ghp_·8kMF9750wkGqcYWQRPhN09HdMJA1FK32aorY")
    /// Another.
    static let otherToken = whole("ghp_·oMYYIIh2lhExgR2p6JN7SUJ4rIfhsM3FeGiX")
    /// A third kind.
    static let userToken = whole("ghu_·nuEaC7zNPbVYBJCrMgidTzyBc3DLHj3ATb8w")
    /// What stands in a classic token's place.
    static let label = "[REDACTED:github.personal-access-token]"

    /// Takes the splinters out.
    static func whole(_ text: String) -> String {
        text.replacingOccurrences(of: "·", with: "")
    }
}

/// A directory that is gone after the test.
final class Scratch {
    let path: String

    init() throws {
        let base = FileManager.default.temporaryDirectory
        path = base.appending(path: "blot-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit {
        try? FileManager.default.removeItem(atPath: path)
    }

    /// The path of a file in it.
    func path(_ name: String) -> String { path + "/" + name }

    /// Writes a file in it.
    func write(_ text: String, to name: String) throws -> String {
        try text.write(toFile: path(name), atomically: false, encoding: .utf8)
        return path(name)
    }

    /// Reads a file in it.
    func read(_ name: String) throws -> String {
        try String(contentsOfFile: path(name), encoding: .utf8)
    }
}
