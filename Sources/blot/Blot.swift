import ArgumentParser
import LogSources

/// The command.
@main
struct Blot: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "blot",
        abstract: "Finds secrets in logs and blots them out of the stream.",
        discussion: """
            docker logs -f api 2>&1 | blot         redact a live stream
            blot app.log > safe.log                redact a file
            blot scan logs/                        what leaked, where, since when
            blot redact logs/ --output safe/       a copy that may be shared
            blot rules list                        what it knows

            Exit status: 0 done, 1 findings at or above --fail-on, 2 something could
            not be scanned, 64 usage, 128+n ended by signal n.
            """,
        version: version,
        subcommands: [
            Filter.self, Scan.self, RedactCopy.self, Rules.self, BaselineCommand.self,
        ],
        defaultSubcommand: Filter.self)

    static let version = "0.1.0"

    static func main() {
        Descriptor.fillStandardPlaces()
        do {
            var command = try parseAsRoot()
            try command.run()
        } catch {
            guard exitCode(for: error) == .validationFailure, !(error is ExitCode) else {
                exit(withError: error)
            }
            Terminal.complain("blot: \(sentence(message(for: error))); see 'blot help \(topic)'")
            exit(withError: Status.usage)
        }
    }

    /// The command whose help says what went wrong.
    private static var topic: String {
        let verb = CommandLine.arguments.dropFirst().first ?? ""
        let names = configuration.subcommands.map { $0.configuration.commandName }
        return names.contains(verb) ? verb : "filter"
    }

    /// One line that begins small and has no period at its end, as all of blot's messages.
    private static func sentence(_ message: String) -> String {
        // A list that ArgumentParser makes is one of words here.
        let text = message.split(whereSeparator: \.isNewline).reduce(into: "") { text, line in
            let item = line.trimmingPrefix { $0 == " " }
            if item.hasPrefix("- ") {
                text += (text.hasSuffix(":") ? " " : ", ") + item.dropFirst(2)
            } else {
                text += (text.isEmpty ? "" : " ") + line
            }
        }
        let body = text.hasSuffix(".") ? text.dropLast() : text[...]
        return body.prefix(1).lowercased() + body.dropFirst()
    }
}

/// Exit statuses of the contract.
enum Status {
    static let findings = ExitCode(1)
    static let incomplete = ExitCode(2)
    static let usage = ExitCode(64)
}
