import ArgumentParser
import BuiltinPatterns
import LeakDetection
import LeakReport
import LeakRules
import LogSources
import RuleCheck

/// `blot rules`: browse, explain and test the rule set.
struct Rules: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rules",
        abstract: "Browse, explain and test the rules.",
        subcommands: [
            List.self, Show.self, Check.self, Import.self, Literals.self, Patterns.self,
        ])

    /// `blot rules literals`: what other tools are given in a benchmark.
    struct Literals: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "literals",
            abstract: "The texts that are searched for, one a line.", shouldDisplay: false)

        @OptionGroup var rules: RuleOptions

        func run() throws {
            for literal in Detector(try rules.ruleSet()).literals { print(literal) }
        }
    }

    /// `blot rules patterns`: what other tools are given in a benchmark.
    struct Patterns: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "The patterns, each after its rule's id and a tab, ended by a zero byte.",
            shouldDisplay: false)

        @OptionGroup var rules: RuleOptions

        func run() throws {
            for rule in try rules.ruleSet().rules where rule.context == nil {
                print("\(rule.id)\t\(rule.pattern)", terminator: "\0")
            }
        }
    }

    /// `blot rules list`.
    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "list", abstract: "One line a rule.")

        @OptionGroup var rules: RuleOptions

        func run() throws {
            let rows = try rules.ruleSet().rules.sorted { $0.id < $1.id }
            let width = rows.map { $0.id.utf8.count }.max() ?? 0
            for rule in rows {
                let severity = rule.severity.rawValue
                print(
                    rule.id + String(repeating: " ", count: width - rule.id.utf8.count + 2)
                        + severity + String(repeating: " ", count: 10 - severity.utf8.count)
                        + rule.category.rawValue
                        + String(repeating: " ", count: 19 - rule.category.rawValue.utf8.count)
                        + printable(rule.name))
            }
        }
    }

    /// `blot rules check`.
    struct Check: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "check",
            abstract: "Test rules against their examples: the built-in ones, or those of files.")

        @Argument(
            help: ArgumentHelp(
                "Rule files; with --profile logs, or none for standard input.",
                valueName: "path"))
        var paths: [String] = []

        @Flag(help: "Scan logs instead, and tell what each rule cost.")
        var profile = false

        @OptionGroup var rules: RuleOptions

        func validate() throws {
            guard profile || rules.files.isEmpty && rules.only.isEmpty else {
                throw ValidationError("--rules and --only need --profile")
            }
        }

        func run() throws {
            if profile { try tellCosts() } else { try test() }
        }

        /// Scans the logs and prints what each rule cost.
        private func tellCosts() throws {
            var profile = RuleProfile(try rules.ruleSet())
            for path in paths.isEmpty ? ["-"] : paths {
                do throws(SourceError) {
                    try profile.scan(path)
                } catch {
                    Terminal.complain("blot: \(error)")
                    throw Status.incomplete
                }
            }
            print(profile.table(), terminator: "")
        }

        /// Runs the rules' examples.
        private func test() throws {
            var rules: [CheckableRule] = []
            var problems: [RuleProblem] = []
            if paths.isEmpty {
                for file in BuiltinPatterns.files() {
                    rules += file.rules
                    problems += file.problems
                }
            } else {
                for path in paths {
                    let file = RuleOptions.read(path, beside: BuiltinPatterns.ruleSet())
                    for warning in file.warnings { Terminal.complain("\(warning)") }
                    rules += file.content.rules
                    problems += file.content.problems
                }
            }
            let others = paths.isEmpty ? RuleSet() : BuiltinPatterns.ruleSet()
            problems += RuleChecker.problems(in: rules, beside: others)
            problems += RuleChecker.prefilterProblems(in: rules)
            for problem in problems { Terminal.complain("\(problem)") }
            guard problems.isEmpty else {
                Terminal.complain("blot: \(problems.count) problems in \(rules.count) rules")
                throw Status.usage
            }
            let examples = rules.reduce(0) { $0 + $1.leaks.count + $1.clean.count }
            print(
                "\(rules.count) \(rules.count == 1 ? "rule" : "rules") and \(examples) examples are sound"
            )
        }
    }
    /// `blot rules import`.
    struct Import: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "import",
            abstract: "Print the rules of gitleaks, noseyparker or kingfisher in this tool's form.")

        @Argument(
            help: ArgumentHelp("A gitleaks TOML, or a YAML of the others.", valueName: "file"))
        var path: String

        func run() throws {
            let file = RuleOptions.read(path, beside: BuiltinPatterns.ruleSet())
            file.complain()
            guard file.content.problems.isEmpty else { throw Status.usage }
            guard let yaml = file.imported else {
                Terminal.complain(
                    "blot: \(path): has this tool's form already, or none that is known")
                throw Status.usage
            }
            print(yaml, terminator: "")
        }
    }
}
