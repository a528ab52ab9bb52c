/// The table of modules: what Package.swift says of each target.
struct Manifest {
    /// A target and what it may import.
    struct Target {
        let kind: String
        let name: String
        let folder: String
        let dependencies: [String]
    }

    let targets: [Target]

    init(_ text: String) {
        targets = text.matches(of: /\.(target|executableTarget|testTarget|plugin|systemLibrary)\(/)
            .compactMap { match in
                let body = Self.balanced(text[match.range.upperBound...], "(", ")")
                guard let name = body.firstMatch(of: /name: "(\w+)"/)?.1 else { return nil }
                let kind = String(match.1)
                let home = kind == "testTarget" ? "Tests/" : "Sources/"
                var dependencies: [String] = []
                if let list = body.firstMatch(of: /dependencies: \[/) {
                    // Of `.product(name: "A", package: "b")` only the product is imported.
                    dependencies = Self.balanced(body[list.range.upperBound...], "[", "]")
                        .replacing(/,\s*package: "[^"]*"/, with: "")
                        .matches(of: /"(\w+)"/).map { String($0.1) }
                }
                return Target(
                    kind: kind, name: String(name),
                    folder: body.firstMatch(of: /path: "([^"]+)"/).map { String($0.1) }
                        ?? home + name,
                    dependencies: dependencies)
            }
    }

    /// The text up to the bracket that closes what is open before it.
    private static func balanced(
        _ text: Substring, _ open: Character, _ close: Character
    ) -> Substring {
        var depth = 1
        let end = text.firstIndex { character in
            if character == open { depth += 1 }
            if character == close { depth -= 1 }
            return depth == 0
        }
        return text[..<(end ?? text.endIndex)]
    }

    /// The target that a file belongs to.
    func target(of path: String) -> Target? {
        targets.first { path.hasPrefix($0.folder + "/") }
    }
}
