import Foundation
import Testing

/// A place to make a bundle in, copy it, and look at the copy.
final class Copying {
    let scratch: Scratch
    /// Where everything happens.
    var path: String { scratch.path }

    init() throws {
        scratch = try Scratch()
        try FileManager.default.createDirectory(
            atPath: scratch.path("in"), withIntermediateDirectories: true)
    }

    /// Runs a script in the place; `$TOKEN` and `$OTHER` are secrets.
    ///
    /// - Returns: What it writes.
    @discardableResult
    func run(_ script: String) throws -> String {
        let names =
            "TOKEN='\(Sample.token)' OTHER='\(Sample.otherToken)' USER_TOKEN='\(Sample.userToken)'"
        let outcome = try Command(
            shell: "cd '\(path)' && \(names) exec /bin/bash -euc \(Self.quoted(script, names))"
        )
        .finish()
        try #require(outcome.status == 0, "\(outcome.errors)\n\(script)")
        return outcome.text
    }

    private static func quoted(_ script: String, _ names: String) -> String {
        "'" + ("export " + names + "\n" + script).replacingOccurrences(of: "'", with: "'\\''") + "'"
    }

    /// Copies `in` to `out`.
    func copy(_ arguments: [String] = []) throws -> Command.Outcome {
        try Command(["redact", scratch.path("in"), "--output", scratch.path("out")] + arguments)
            .finish()
    }

    /// A file of the place.
    func read(_ name: String) throws -> String { try scratch.read(name) }

    /// The account for machines, of `out`.
    func manifest(_ name: String = "out/redaction.json") throws -> [String: Any] {
        let data = try Data(contentsOf: URL(fileURLWithPath: scratch.path(name)))
        return try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
    }

    /// What the account says of each file.
    func fates() throws -> [String: String] {
        let files = try #require(try manifest()["files"] as? [[String: Any]])
        return Dictionary(
            uniqueKeysWithValues: files.compactMap { file in
                guard let path = file["path"] as? String, let fate = file["fate"] as? String else {
                    return nil
                }
                return (path, fate)
            })
    }

    /// Whether bytes of the samples are anywhere in a directory: in a name, a link, a file as it
    /// is.
    func leaks(_ name: String = "out") throws -> String {
        try run(
            """
            grep -rlaF -e "$TOKEN" -e "$OTHER" -e "$USER_TOKEN" '\(name)' || true
            find '\(name)' -printf '%p %l\\n' | grep -F -e "$TOKEN" -e "$OTHER" || true
            """)
    }
}
