import LeakDetection
import LeakRules

/// The checks. Each takes texts, so that a sample can show that it sees what it should, and returns
/// complaints.
enum Tidy {
    /// Columns of a line of Swift.
    static let width = 100

    /// Lines that are too long, texts in quotes not counted: breaking a message or a sample line in
    /// two makes it harder to read and to search for.
    static func longLines(_ file: SourceFile) -> [String] {
        lines(file.text).filter { line in
            let pieces = line.text.split(separator: "\"", omittingEmptySubsequences: false)
            // A line with one quote or none is no line with a text: a part of a longer one, or
            // code.
            guard pieces.count > 2 else { return line.text.count > width && pieces.count == 1 }
            return stride(from: 0, to: pieces.count, by: 2).reduce(0) { $0 + pieces[$1].count }
                > width
        }.map { line, text in
            file.complaint(line: line, "\(text.count) columns; \(width) is the limit")
        }
    }

    /// Modules that come with the toolchain, and where they may be imported.
    private static let toolchain: [String: [String]] = [
        "Glibc": ["Sources/", "Tests/"], "Musl": ["Sources/", "Tests/"],
        "Synchronization": ["Sources/", "Tests/"], "Dispatch": ["Sources/"],
        // All of Foundation is large: what is installed makes do with its essentials.
        "FoundationEssentials": ["Sources/", "Tests/"],
        "Foundation": ["Sources/EmbedPatternsPlugin/", "Sources/EmbedTextPlugin/", "Tests/"],
        "PackagePlugin": ["Sources/EmbedPatternsPlugin/", "Sources/EmbedTextPlugin/"],
        "Testing": ["Tests/"],
    ]

    /// Imports that Package.swift does not allow.
    static func wrongImports(_ file: SourceFile, manifest: Manifest) -> [String] {
        guard let target = manifest.target(of: file.path) else { return [] }
        return imports(file).compactMap { line, module in
            if let places = toolchain[module] {
                guard !places.contains(where: { file.path.hasPrefix($0) }) else { return nil }
                return file.complaint(line: line, "\(module) is not for \(target.folder)")
            }
            guard !target.dependencies.contains(module) else { return nil }
            return file.complaint(line: line, "\(target.name) may not import \(module)")
        }
    }

    /// What a file imports, and on which lines.
    static func imports(_ file: SourceFile) -> [(line: Int, module: String)] {
        SwiftText(file.text).lines.enumerated().compactMap { index, line in
            let form = /\s*(?:@\w+\s+)*(?:\w+\s+)?import\s+(?:\w+\s+)?(\w+).*/
            guard line.contains("import"), let match = line.wholeMatch(of: form) else { return nil }
            return (index + 1, String(match.1))
        }
    }

    /// Dependencies of the sources that nothing imports, and heavy ones that more than one module
    /// knows.
    static func wrongDependencies(_ manifest: Manifest, imported: [String: Set<String>]) -> [String]
    {
        var complaints: [String] = []
        let sources = manifest.targets.filter { ["target", "executableTarget"].contains($0.kind) }
        for target in sources {
            for module in target.dependencies
            where imported[target.name]?.contains(module) != true {
                complaints.append("Package.swift: \(target.name) does not import \(module)")
            }
        }
        let own = Set(manifest.targets.filter { $0.kind != "systemLibrary" }.map(\.name))
        let heavy = Set(sources.flatMap(\.dependencies)).subtracting(own)
        for module in heavy.sorted() {
            let users = sources.filter { $0.dependencies.contains(module) }.map(\.name)
            if users.count > 1 {
                complaints.append(
                    "Package.swift: \(module) is known to \(users.joined(separator: " and "))")
            }
        }
        return complaints
    }

    /// Prints outside the command.
    static func prints(_ file: SourceFile) -> [String] {
        let allowed = ["Sources/blot/", "Sources/EmbedPatterns/", "Tests/"]
        guard !allowed.contains(where: { file.path.hasPrefix($0) }) else { return [] }
        return code(file, holding: /(?:^|[^\w.])(?:debugPrint|print)\(/, "only the command prints")
    }

    /// Force unwraps, forced tries, forced casts, implicitly unwrapped types.
    static func forces(_ file: SourceFile) -> [String] {
        code(file, holding: /[\w)\]>?"]!(?!=)/, "force nothing: guard, or try #require in tests")
    }

    /// Validators that no rule names, and rule files that cannot be read (such as for an unknown
    /// validator).
    static func validators(_ ruleFiles: [RuleFile], all: [String]) -> [String] {
        let named = Set(ruleFiles.flatMap(\.rules).flatMap(\.rule.validators).map(\.rawValue))
        return ruleFiles.flatMap(\.problems).map(\.description)
            + all.filter { !named.contains($0) }.map { "no rule names the validator \($0)" }
    }

    /// Secrets in one piece.
    static func secrets(_ file: SourceFile, detector: Detector) -> [String] {
        redact(Array(file.text.utf8), with: detector).events.compactMap { event in
            guard case .finding(let finding) = event else { return nil }
            return file.complaint(
                line: finding.line, "looks like \(finding.rule.id): put a · into it")
        }
    }

    /// The rules by which others would take this repository to task: tokens that show what they
    /// are.
    static func tokenDetector(_ ruleFiles: [RuleFile]) -> Detector {
        Detector(
            RuleSet(
                ruleFiles.flatMap(\.rules).map(\.rule).filter { rule in
                    rule.specificity == .exact
                        && [.token, .cloudCredential].contains(rule.category)
                }))
    }

    /// What the root may show, beside dot-files and what the build leaves there.
    private static let rooms: Set = [
        "Package.swift", "Sources", "Tests", "Patterns", "Corpus", "README.md", "LICENSE",
        "CHANGELOG.md", "CONTRIBUTING.md", "SECURITY.md", "Makefile", "Package.resolved",
    ]

    /// What does not belong in the root.
    static func strangers(_ names: [String]) -> [String] {
        names.filter { !$0.hasPrefix(".") && !rooms.contains($0) }
            .map { "\($0): does not belong at the top" }
    }

    // MARK: Lines

    private static func lines(_ text: String) -> [(line: Int, text: Substring)] {
        text.split(separator: "\n", omittingEmptySubsequences: false).enumerated()
            .map { ($0 + 1, $1) }
    }

    private static func code(
        _ file: SourceFile, holding form: some RegexComponent, _ message: String
    ) -> [String] {
        SwiftText(file.text).lines.enumerated().filter { $1.firstMatch(of: form) != nil }
            .map { file.complaint(line: $0.offset + 1, message) }
    }
}
