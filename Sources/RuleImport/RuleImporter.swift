public import LeakRules
import TOMLReader
import YAMLReader

/// Rules that others wrote, in the house's form.
public struct ImportedRules: Sendable {
    /// A rule file that ``LeakRules/RuleFile`` reads back.
    public let yaml: String

    /// What it says; places are in the file that was imported.
    public let file: RuleFile

    /// What means something else here than it did there, in the order of the file.
    public let warnings: [ImportWarning]
}

/// Reads the rule files of other tools: gitleaks' TOML, noseyparker's and kingfisher's YAML.
public enum RuleImporter {
    /// Reads a foreign rule file.
    ///
    /// Nothing is passed over in silence: a rule that cannot be used, and a setting that has no
    /// effect, are named in ``ImportedRules/warnings``. A file that yields no rule has a problem.
    /// - Parameters:
    ///   - text: The file's bytes.
    ///   - path: Its name, for messages; `.toml` at its end says what it is.
    ///   - taken: Ids that its rules must not have: those of the built-in rules.
    /// - Returns: nil when the file is in the house's own form, or in none that is known.
    public static func read(_ text: [UInt8], path: String, taken: Set<String>) -> ImportedRules? {
        let empty = ForeignFile(path: path, taken: taken)
        if isTOML(text, path: path) {
            do throws(TOMLError) {
                return finished(GitleaksReader.read(try readTOML(text), into: empty))
            } catch {
                var refused = empty
                refused.refuse(
                    "not a TOML document: \(error.message)\(hint(error))", line: error.mark.line,
                    column: error.mark.column)
                return failed(refused)
            }
        }
        guard let document = try? readYAML(text), KingfisherReader.recognizes(document) else {
            return nil
        }
        return finished(KingfisherReader.read(document, into: empty))
    }

    /// The mistake that a regex in a TOML file invites.
    private static func hint(_ error: TOMLError) -> String {
        error.message.contains("unknown escape") ? "; a regex is best written in '''…'''" : ""
    }

    /// TOML by its name, or by a line that only TOML has.
    private static func isTOML(_ text: [UInt8], path: String) -> Bool {
        path.lowercased().hasSuffix(".toml")
            || text.split(separator: 0x0A).contains { $0.starts(with: "[[rules]]".utf8) }
    }

    /// Writes the house's form and reads it back; rules that are refused then are left out.
    private static func finished(_ foreign: ForeignFile) -> ImportedRules {
        var foreign = foreign
        guard foreign.problems.isEmpty else { return failed(foreign) }
        var house = HouseYAML(foreign)
        var read = RuleFile(Array(house.text.utf8), path: foreign.path)
        if !read.problems.isEmpty {
            leaveOut(read.problems, house.owners, of: &foreign)
            guard foreign.problems.isEmpty else { return failed(foreign) }
            house = HouseYAML(foreign)
            read = RuleFile(Array(house.text.utf8), path: foreign.path)
        }
        let origins = house.origins
        func origin(_ line: Int) -> Int {
            origins.indices.contains(line - 1) ? origins[line - 1] : line
        }
        let rules = read.rules.map { rule in
            CheckableRule(
                rule: rule.rule, file: rule.file, line: origin(rule.line),
                leaks: rule.leaks.map { ($0.example, origin($0.line)) },
                clean: rule.clean.map { ($0.example, origin($0.line)) })
        }
        let allowances = read.allowances.map { allowance in
            var moved = allowance
            moved.line = origin(allowance.line)
            return moved
        }
        let problems = read.problems.map { problem in
            RuleProblem(file: problem.file, line: origin(problem.line), message: problem.message)
        }
        return ImportedRules(
            yaml: house.text,
            file: RuleFile(rules: rules, allowances: allowances, problems: problems),
            warnings: sorted(foreign.warnings))
    }

    /// Drops the rules that problems stand in, each with a warning.
    private static func leaveOut(
        _ problems: [RuleProblem], _ owners: [String?], of foreign: inout ForeignFile
    ) {
        for problem in problems {
            let owner = owners.indices.contains(problem.line - 1) ? owners[problem.line - 1] : nil
            guard let index = foreign.rules.firstIndex(where: { $0.id == owner }) else { continue }
            let rule = foreign.rules.remove(at: index)
            foreign.allowances.removeAll { $0.rule == rule.id }
            foreign.warn(
                "rule \(rule.alias ?? rule.id): left out: \(problem.message)", line: rule.line)
        }
        if foreign.rules.isEmpty {
            foreign.refuse("the file has no rule that can be used: it would find nothing", line: 1)
        }
    }

    private static func failed(_ foreign: ForeignFile) -> ImportedRules {
        ImportedRules(
            yaml: "", file: RuleFile(rules: [], allowances: [], problems: foreign.problems),
            warnings: sorted(foreign.warnings))
    }

    private static func sorted(_ warnings: [ImportWarning]) -> [ImportWarning] {
        warnings.enumerated().sorted { ($0.element.line, $0.offset) < ($1.element.line, $1.offset) }
            .map(\.element)
    }
}
