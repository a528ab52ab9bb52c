import GeneratedSource
import LeakRules

/// Turns rule files into Swift: `EmbedPatterns OUTPUT FILE…`. Run by the build.
@main
struct EmbedPatterns {
    static func main() {
        let arguments = CommandLine.arguments.dropFirst()
        guard let output = arguments.first, arguments.count > 1 else {
            GeneratedSource.fail("usage: EmbedPatterns OUTPUT FILE…")
        }
        var rules: [CheckableRule] = []
        var files: [String] = []
        var problems: [RuleProblem] = []
        for path in arguments.dropFirst().sorted() {
            guard let text = GeneratedSource.read(path) else {
                GeneratedSource.fail("\(path): cannot be read")
            }
            let file = RuleFile(text, path: path)
            rules += file.rules
            let name = path.split(separator: "/").suffix(2).joined(separator: "/")
            let literal = GeneratedSource.literal(String(decoding: text, as: UTF8.self))
            files.append("(\(GeneratedSource.literal(name)), \(literal))")
            problems += file.problems
        }
        guard problems.isEmpty else {
            GeneratedSource.fail(problems.map(\.description).joined(separator: "\n"))
        }
        let encoded = GeneratedSource.literal(RuleCoding.encode(rules.map(\.rule)))
        let source = """
            /// Made from `Patterns/` by EmbedPatterns at build time.
            enum EmbeddedRules {
                /// The rules, as `RuleCoding` writes them.
                static let encoded: StaticString = \(encoded)

                /// The rule files as they are, for checking and showing them.
                static let files: [(path: StaticString, text: StaticString)] = [
                    \(files.joined(separator: ",\n        "))
                ]
            }

            """
        guard GeneratedSource.write(source, to: output) else {
            GeneratedSource.fail("\(output): cannot be written")
        }
    }
}
