import LeakDetection
import LeakRules
import Testing

/// The repository keeps its own rules.
@Suite struct TidyTests {
    private let manifest: Manifest

    init() throws {
        manifest = Manifest(try Repository.file("Package.swift").text)
    }

    private func expectNone(_ complaints: [String]) {
        #expect(complaints.isEmpty, "\(complaints.joined(separator: "\n"))")
    }

    private func ruleFiles() throws -> [RuleFile] {
        try Repository.files(below: ["Patterns"], named: ".yml").map {
            RuleFile(Array($0.text.utf8), path: $0.path)
        }
    }

    @Test func `no line of Swift is too long`() throws {
        let files = try Repository.swiftFiles().filter {
            $0.path != "Sources/LeakRules/Fragments.swift"
        }
        #expect(files.count > 100)
        expectNone(files.flatMap(Tidy.longLines))
    }

    @Test func `imports keep to the table of modules`() throws {
        expectNone(
            try Repository.swiftFiles().flatMap { Tidy.wrongImports($0, manifest: manifest) })
    }

    @Test func `every dependency is used, and heavy ones are known to one module`() throws {
        var imported: [String: Set<String>] = [:]
        for file in try Repository.swiftFiles() {
            guard let target = manifest.target(of: file.path) else { continue }
            imported[target.name, default: []].formUnion(Tidy.imports(file).map(\.module))
        }
        expectNone(Tidy.wrongDependencies(manifest, imported: imported))
    }

    @Test func `only the command prints`() throws {
        expectNone(try Repository.swiftFiles().flatMap(Tidy.prints))
    }

    @Test func `nothing is forced`() throws {
        expectNone(try Repository.swiftFiles().flatMap(Tidy.forces))
    }

    @Test func `every validator is named by a rule, and every named one is there`() throws {
        expectNone(Tidy.validators(try ruleFiles(), all: Validator.allCases.map(\.rawValue)))
    }

    @Test func `no token stands in the repository in one piece`() throws {
        let detector = Tidy.tokenDetector(try ruleFiles())
        #expect(detector.rules.count > 60)
        expectNone(
            try Repository.files(below: ["Tests", "Patterns", "Corpus"]).flatMap {
                Tidy.secrets($0, detector: detector)
            })
    }

    @Test func `the top level is what it should be`() throws {
        expectNone(Tidy.strangers(try Repository.topLevel()))
    }
}
