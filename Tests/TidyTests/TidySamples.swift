import LeakDetection
import LeakRules
import Testing

/// Each check sees what it should on a sample, and lets what is right alone.
@Suite struct TidySamples {
    private let manifest = Manifest(
        #"""
        .systemLibrary(name: "CThing", pkgConfig: "thing"),
        .target(name: "Low", dependencies: ["CThing"]),
        .executableTarget(
            name: "High",
            dependencies: ["Low", .product(name: "Parser", package: "some-parser")]),
        .target(name: "Kit", path: "Tests/Kit"),
        .testTarget(name: "LowTests", dependencies: ["Low"]),
        """#)

    private func swift(_ text: String, at path: String = "Sources/Low/A.swift") -> SourceFile {
        SourceFile(path: path, text: text)
    }

    @Test func `a long line`() {
        let edge = String(repeating: "é", count: 100)
        #expect(
            Tidy.longLines(swift("\(edge)\n\(edge)x\n")) == [
                "Sources/Low/A.swift:2: 101 columns; 100 is the limit"
            ])
    }

    @Test func `the manifest`() {
        #expect(manifest.targets.map(\.name) == ["CThing", "Low", "High", "Kit", "LowTests"])
        #expect(
            manifest.targets.map(\.dependencies) == [
                [], ["CThing"], ["Low", "Parser"], [], ["Low"],
            ])
        #expect(manifest.target(of: "Tests/Kit/A.swift")?.name == "Kit")
        #expect(manifest.target(of: "Tests/LowTests/A.swift")?.name == "LowTests")
    }

    @Test func `an import that is not allowed`() {
        let file = swift("public import CThing\nimport High\n// import Kit\nimport Glibc\n")
        #expect(
            Tidy.wrongImports(file, manifest: manifest) == [
                "Sources/Low/A.swift:2: Low may not import High"
            ])
        let test = swift("@testable import Low\nimport struct Kit.A", at: "Tests/LowTests/A.swift")
        #expect(
            Tidy.wrongImports(test, manifest: manifest) == [
                "Tests/LowTests/A.swift:2: LowTests may not import Kit"
            ])
    }

    @Test func `a module of the toolchain in the wrong place`() {
        #expect(
            Tidy.wrongImports(swift("import Testing\nimport Glibc"), manifest: manifest) == [
                "Sources/Low/A.swift:1: Testing is not for Sources/Low"
            ])
    }

    @Test func `a dependency that is not used`() {
        let imported: [String: Set<String>] = ["Low": ["CThing"], "High": ["Parser"]]
        #expect(
            Tidy.wrongDependencies(manifest, imported: imported) == [
                "Package.swift: High does not import Low"
            ])
    }

    @Test func `a heavy dependency that two modules know`() {
        let two = Manifest(
            #"""
            .systemLibrary(name: "CThing"), .target(name: "A", dependencies: ["CThing"]),
            .target(name: "B", dependencies: ["CThing", "A"]),
            """#)
        let imported: [String: Set<String>] = ["A": ["CThing"], "B": ["CThing", "A"]]
        #expect(
            Tidy.wrongDependencies(two, imported: imported) == [
                "Package.swift: CThing is known to A and B"
            ])
    }

    @Test func `a print`() {
        let text = "let a = fingerprint(b) // print(a)\nprint(a)\n\"print(\" + report.print(a)\n"
        #expect(Tidy.prints(swift(text)) == ["Sources/Low/A.swift:2: only the command prints"])
        #expect(Tidy.prints(swift(text, at: "Sources/blot/A.swift")).isEmpty)
    }

    @Test(arguments: [
        "a\u{21}.b", "try\u{21} a()", "a() as\u{21} B", "var a: B\u{21}", "a[0]\u{21}",
    ])
    func `something forced`(code: String) {
        let text = "if a != b, !c { d(\"e\u{21}\") } // f\u{21}\n\(code)\n"
        #expect(Tidy.forces(swift(text)).map { $0.prefix(22) } == ["Sources/Low/A.swift:2:"])
    }

    @Test func `code without strings and comments`() {
        let text = ##"a("b\"c", #"d"e"#) // f"## + "\n/* g\nh */ i\n" + #"j("""k "l" m""") n"#
        let lines = SwiftText(text).lines.map { $0.filter { $0 != " " } }
        #expect(lines == [#"a("","")"#, "", "i", #"j("")n"#])
    }

    @Test func `a validator that no rule names, and one that is not there`() {
        let rules = """
            issuer: House
            reference: none
            rules:
              - id: house.key
                name: House key
                category: token
                severity: low
                specificity: exact
                prefilter: [house_]
                pattern: (?<secret>house_[a-z]{8})
                validate: [VALIDATOR]
                why: Opens the house.
                leaks: ['open «house_abcdefgh» now']
                clean: ['house_abc']

            """
        func complaints(_ name: String) -> [String] {
            let text = rules.replacing("VALIDATOR", with: name)
            return Tidy.validators(
                [RuleFile(Array(text.utf8), path: "house.yml")], all: ["random", "endpoint"])
        }
        #expect(complaints("random") == ["no rule names the validator endpoint"])
        #expect(complaints("wishful").first?.hasPrefix("house.yml:11:") == true)
    }

    @Test func `a token in one piece`() throws {
        let rules = try Repository.file("Patterns/github.yml")
        let detector = Tidy.tokenDetector([RuleFile(Array(rules.text.utf8), path: rules.path)])
        let split = "a ghp_·8kMF9750wkGqcYWQRPhN09HdMJA1FK32aorY"
        let whole = split.replacing("·", with: "")
        #expect(
            Tidy.secrets(swift("\(split)\n\(whole)\n"), detector: detector) == [
                "Sources/Low/A.swift:2: looks like github.personal-access-token: put a · into it"
            ])
    }

    @Test func `something that does not belong at the top`() {
        #expect(
            Tidy.strangers([".git", "Sources", "README.md", "Plugins"]) == [
                "Plugins: does not belong at the top"
            ])
    }
}
