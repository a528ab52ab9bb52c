import Configuration
import Foundation
import Testing

/// What is written about `blot.yml` is what is read: the schema, the documentation, the examples.
@Suite struct SchemaTests {
    private static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()
    private static let docs = root.appending(path: "Sources/LeakDetection/LeakDetection.docc")
    private static let schemaFile = docs.appending(path: "blot.schema.json")

    private func text(_ path: String) throws -> String {
        try String(contentsOf: Self.root.appending(path: path), encoding: .utf8)
    }

    /// The YAML blocks of a page that are configurations, told by their first line.
    private func examples(in page: String) -> [String] {
        page.components(separatedBy: "```yaml\n").dropFirst().compactMap { block in
            let yaml = block.components(separatedBy: "```")[0]
            let isRuleFile = yaml.hasPrefix("issuer:")
            return isRuleFile ? nil : yaml
        }
    }

    @Test func `the schema for editors is that of the keys`() throws {
        if ProcessInfo.processInfo.environment["BLOT_RECORD"] != nil {
            try ConfigSchema.text.write(to: Self.schemaFile, atomically: true, encoding: .utf8)
            Issue.record("recorded blot.schema.json; look at what changed")
            return
        }
        let recorded = try String(contentsOf: Self.schemaFile, encoding: .utf8)
        #expect(
            recorded == ConfigSchema.text,
            "BLOT_RECORD=1 swift test --filter SchemaTests records it")
    }

    @Test(arguments: ["README.md", "Sources/LeakDetection/LeakDetection.docc/Configuration.md"])
    func `examples are read, and accepted by the schema`(page: String) throws {
        let examples = examples(in: try text(page))
        #expect(!examples.isEmpty)
        let schema = try SchemaCheck(ConfigSchema.text)
        for example in examples {
            let config = Config(Array(example.utf8), path: "blot.yml", isNamed: true)
            #expect(config.problems == [], "\(example)")
            #expect(try schema.mistakes(example) == [], "\(example)")
        }
    }

    @Test(arguments: ConfigTests.mistakes.indices)
    func `the schema refuses what the reader refuses`(index: Int) throws {
        let yaml = ConfigTests.mistakes[index].text
        // What a schema does not see: the text as such, patterns and times, what a rule needs.
        let beyond = ["style: hash\nstyle: mask", "a: [", "include: ['[a']", "since: soon"]
        guard !beyond.contains(yaml), yaml != "custom: {issuer: A}" else { return }
        #expect(try SchemaCheck(ConfigSchema.text).mistakes(yaml) != [], "\(yaml)")
    }

    @Test func `every key is documented, and no other`() throws {
        let page = try text("Sources/LeakDetection/LeakDetection.docc/Configuration.md")
        let documented = page.matches(of: /(?m)^\| `([a-z-]+)` \|/).map { String($0.output.1) }
        #expect(documented == AnyConfigKey.all.map(\.name))
    }
}
