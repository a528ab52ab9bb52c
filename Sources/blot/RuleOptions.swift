import ArgumentParser
import BuiltinPatterns
import LeakRules
import LogSources

/// Which rules are used.
struct RuleOptions: ParsableArguments {
    @Option(
        name: .customLong("rules"),
        help: ArgumentHelp("Add the rules of a file.", valueName: "path"))
    var files: [String] = []

    /// The built-in rules and those of the files.
    ///
    /// - Throws: Status 64 when a file is not sound; every problem is on stderr.
    func ruleSet() throws -> RuleSet {
        var set = BuiltinPatterns.ruleSet()
        var problems: [String] = []
        for path in files {
            let file = Self.read(path)
            problems += file.problems.map(\.description)
            set.add(file.rules.map(\.rule))
        }
        guard problems.isEmpty else {
            for problem in problems { Terminal.complain(problem) }
            throw Status.usage
        }
        return set
    }

    /// Reads a rule file; a file that cannot be read is one with a problem.
    static func read(_ path: String) -> (rules: [CheckableRule], problems: [RuleProblem]) {
        do throws(SourceError) {
            let file = RuleFile(try contents(ofFile: path), path: path)
            return (file.rules, file.problems)
        } catch {
            let problem = RuleProblem(
                file: path, line: 1, message: "cannot \(error.operation): \(error.reason)")
            return ([], [problem])
        }
    }
}
