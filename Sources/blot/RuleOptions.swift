import ArgumentParser
import BuiltinPatterns
import LeakRules
import LogSources
import RuleImport

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// Which rules are used.
struct RuleOptions: ParsableArguments {
    @Option(
        name: .customLong("rules"),
        help: ArgumentHelp(
            "Add the rules of a file: ours, or those of gitleaks, noseyparker or kingfisher. "
                + "Repeatable.",
            valueName: "path"))
    var files: [String] = []

    @Option(
        name: .customLong("only"),
        help: ArgumentHelp(
            "Use only rules with this id, or ids like 'github.*'. Repeatable.", valueName: "id"))
    var only: [String] = []

    /// The built-in rules and those of the files.
    ///
    /// - Throws: Status 64 when a file is not sound; every problem is on stderr.
    func ruleSet() throws -> RuleSet {
        try Self.loaded(files: files, custom: nil, only: only, isQuiet: false).rules
    }

    /// The built-in rules and those of the files, and what the files allow.
    ///
    /// Warnings about imported rules are on stderr, unless `isQuiet`.
    /// - Parameters:
    ///   - custom: Rules of the configuration.
    ///   - only: The ids that are used; all of them if empty.
    /// - Throws: Status 64 when a file is not sound; every problem is on stderr.
    static func loaded(
        files: [String], custom: RuleFile?, only: [String], isQuiet: Bool
    ) throws -> (rules: RuleSet, allowances: [Allowance]) {
        var set = BuiltinPatterns.ruleSet()
        var allowances: [Allowance] = []
        var isSound = true
        for path in files {
            let file = Self.read(path, beside: set)
            file.complain(isQuiet: isQuiet)
            if !file.content.problems.isEmpty { isSound = false }
            set.add(file.content.rules.map(\.rule))
            allowances += file.content.allowances
        }
        guard isSound else { throw Status.usage }
        if let custom {
            set.add(custom.rules.map(\.rule))
            allowances += custom.allowances
        }
        return (try selected(only, of: set), allowances)
    }

    /// The rules with these ids; all of them if there are none.
    private static func selected(_ only: [String], of set: RuleSet) throws -> RuleSet {
        guard !only.isEmpty else { return set }
        for glob in only where !set.rules.contains(where: { fnmatch(glob, $0.id, 0) == 0 }) {
            let near = Spelling.suggestion(for: glob, among: set.rules.map(\.id))
            Terminal.complain("blot: --only '\(glob)' names no rule\(near)")
            throw Status.usage
        }
        return RuleSet(set.rules.filter { rule in only.contains { fnmatch($0, rule.id, 0) == 0 } })
    }

    /// What a file says, and what is to be said about it.
    struct Loaded {
        let content: RuleFile
        /// What the import of a foreign file warns of.
        let warnings: [ImportWarning]
        /// The foreign file in the house's form.
        let imported: String?

        /// Prints warnings and problems.
        func complain(isQuiet: Bool = false) {
            if !isQuiet { for warning in warnings { Terminal.complain("\(warning)") } }
            for problem in content.problems { Terminal.complain("\(problem)") }
        }
    }

    /// Reads a rule file, ours or a foreign one; a file that cannot be read is one with a problem.
    ///
    /// - Parameter others: Rules whose ids imported rules must not take.
    static func read(_ path: String, beside others: RuleSet) -> Loaded {
        do throws(SourceError) {
            let text = try contents(ofFile: path)
            let taken = Set(others.rules.map(\.id))
            if let imported = RuleImporter.read(text, path: path, taken: taken) {
                return Loaded(
                    content: imported.file, warnings: imported.warnings, imported: imported.yaml)
            }
            return Loaded(content: RuleFile(text, path: path), warnings: [], imported: nil)
        } catch {
            return Loaded(
                content: RuleFile(
                    unreadable: path, because: "cannot \(error.operation): \(error.reason)"),
                warnings: [],
                imported: nil)
        }
    }
}
