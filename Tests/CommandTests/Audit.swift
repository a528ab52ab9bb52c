import Foundation
import Testing

/// What `blot scan` found, out of its JSON report.
struct Audit {
    let outcome: Command.Outcome
    let document: [String: Any]

    /// Runs `blot scan --report json` in a directory.
    ///
    /// - Parameters:
    ///   - script: Run by a shell in the directory first, in which `$TOKEN` and `$OTHER` are two
    ///     tokens that exact rules find.
    ///   - arguments: After `scan`; without a path, the directory is scanned.
    init(
        in scratch: Scratch, _ script: String = "", _ arguments: [String] = [],
        paths: [String] = ["tree"]
    ) throws {
        let prepared = try Command(
            shell: """
                set -eu; cd '\(scratch.path)'; mkdir -p tree; cd tree
                export TOKEN='\(Sample.token)' OTHER='\(Sample.otherToken)' LC_ALL=C TZ=UTC
                \(script)
                """
        ).finish()
        try #require(prepared.status == 0, "\(script): \(prepared.errors)")
        outcome = try Command(
            ["scan", "--no-config", "--report", "json"] + arguments + paths.map(scratch.path)
        ).finish(within: 120)
        let value = try? JSONSerialization.jsonObject(with: Data(outcome.output))
        document = try #require(value as? [String: Any], "\(outcome.errors)")
    }

    private func objects(_ key: String) -> [[String: Any]] {
        document[key] as? [[String: Any]] ?? []
    }

    var findings: [[String: Any]] { objects("findings") }

    /// `name[!member]:line` of every place, in order.
    var places: [String] {
        findings.flatMap { $0["places"] as? [[String: Any]] ?? [] }.map { place in
            let path = (place["path"] as? String ?? "").split(separator: "/tree/").last ?? ""
            let member = (place["member"] as? String).map { "!" + $0 } ?? ""
            return "\(path)\(member):\(place["line"] as? Int ?? 0)"
        }
    }

    /// The containers of all findings.
    var containers: [String] { findings.flatMap { $0["containers"] as? [String] ?? [] } }

    /// The reasons of all failures, each behind the path below `tree` that it is about.
    var failures: [String] {
        (document["failures"] as? [String] ?? []).map { note in
            note.range(of: "/tree/").map { String(note[$0.upperBound...]) } ?? note
        }
    }

    /// The names of the files that were passed over.
    var skipped: [String] {
        objects("skipped").map { note in
            String((note["path"] as? String ?? "").split(separator: "/").last ?? "")
        }
    }

    var isComplete: Bool { document["complete"] as? Bool ?? false }
}
