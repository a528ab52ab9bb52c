import LeakRules

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// Turns rule files into Swift: `EmbedPatterns OUTPUT FILE…`. Run by the build.
@main
struct EmbedPatterns {
    static func main() {
        let arguments = CommandLine.arguments.dropFirst()
        guard let output = arguments.first, arguments.count > 1 else {
            fail("usage: EmbedPatterns OUTPUT FILE…")
        }
        var rules: [CheckableRule] = []
        var files: [String] = []
        var problems: [RuleProblem] = []
        for path in arguments.dropFirst().sorted() {
            guard let text = read(path) else { fail("\(path): cannot be read") }
            let file = RuleFile(text, path: path)
            rules += file.rules
            let name = path.split(separator: "/").suffix(2).joined(separator: "/")
            files.append("(\(literal(name)), \(literal(String(decoding: text, as: UTF8.self))))")
            problems += file.problems
        }
        guard problems.isEmpty else {
            fail(problems.map(\.description).joined(separator: "\n"))
        }
        let source = """
            /// Made from `Patterns/` by EmbedPatterns at build time.
            enum EmbeddedRules {
                /// The rules, as `RuleCoding` writes them.
                static let encoded: StaticString = \(literal(RuleCoding.encode(rules.map(\.rule))))

                /// The rule files as they are, for checking and showing them.
                static let files: [(path: StaticString, text: StaticString)] = [
                    \(files.joined(separator: ",\n        "))
                ]
            }

            """
        guard write(source, to: output) else { fail("\(output): cannot be written") }
    }

    /// A Swift string literal.
    static func literal(_ text: String) -> String {
        var result = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\\": result += "\\\\"
            case "\"": result += "\\\""
            case "\n": result += "\\n"
            default:
                if scalar.value < 0x20 || scalar.value == 0x7F {
                    result += "\\u{\(String(scalar.value, radix: 16))}"
                } else {
                    result.unicodeScalars.append(scalar)
                }
            }
        }
        return result + "\""
    }

    static func read(_ path: String) -> [UInt8]? {
        guard let file = fopen(path, "rb") else { return nil }
        defer { fclose(file) }
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = fread(&buffer, 1, buffer.count, file)
            if count == 0 { break }
            bytes += buffer[..<count]
        }
        return ferror(file) == 0 ? bytes : nil
    }

    static func write(_ text: String, to path: String) -> Bool {
        guard let file = fopen(path, "wb") else { return false }
        let bytes = Array(text.utf8)
        let written = fwrite(bytes, 1, bytes.count, file)
        return fclose(file) == 0 && written == bytes.count
    }

    static func fail(_ message: String) -> Never {
        _ = write(message + "\n", to: "/dev/stderr")
        exit(1)
    }
}
