import ArgumentParser
import Configuration
import LeakReport
import LeakRules

extension Rules {
    /// `blot rules show ID`, or `--config PATH`.
    struct Show: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "show",
            abstract: "Everything about one rule, or with --config what an audit would go by.",
            discussion: """
                blot rules show github.personal-access-token
                blot rules show --config blot.yml --min-score 40   every setting, and who says it
                """)

        @Argument(help: "The rule's id.")
        var id: String?

        @OptionGroup var rules: RuleOptions
        @OptionGroup var config: ConfigOptions
        // What is typed here is told as what a scan would make of it.
        @OptionGroup(visibility: .hidden) var output: OutputOptions
        @OptionGroup(visibility: .hidden) var walk: WalkOptions

        func validate() throws {
            guard id != nil || config.path != nil else {
                throw ValidationError("give the id of a rule, or --config for the settings")
            }
        }

        func run() throws {
            let file = try config.read(near: nil, isQuiet: output.quiet)
            let choices = SettingChoices(
                .scan, config: file, rules: rules, output: output, walk: walk)
            guard let id else { return tell(choices.rows) }
            let set = try RuleOptions.loaded(
                files: choices.ruleFiles.flatMap { $0.value ?? [] },
                custom: file?[.custom]?.value, only: choices.only.value ?? [], isQuiet: false
            ).rules
            guard let rule = set.rule(id) else {
                let near = Spelling.suggestion(for: id, among: set.rules.map(\.id))
                Terminal.complain("blot: no rule is called '\(id)'\(near)")
                throw Status.usage
            }
            print(RuleSheet.text(rule), terminator: "")
        }

        /// Prints rows in columns.
        private func tell(_ rows: [[String]]) {
            let widths = (0..<2).map { column in
                min(40, rows.map { $0[column].count }.max() ?? 0)
            }
            for row in rows {
                let cells = zip(row, widths).map { cell, width in
                    printable(cell) + String(repeating: " ", count: max(0, width - cell.count))
                }
                print(cells.joined(separator: "  ") + "  " + printable(row[2]))
            }
        }
    }
}
