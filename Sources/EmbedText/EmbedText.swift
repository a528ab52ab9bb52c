import GeneratedSource

/// Turns text files into Swift: `EmbedText OUTPUT FILE…`. Run by the build.
@main
struct EmbedText {
    static func main() {
        let arguments = CommandLine.arguments.dropFirst()
        guard let output = arguments.first, arguments.count > 1 else {
            GeneratedSource.fail("usage: EmbedText OUTPUT FILE…")
        }
        let texts = arguments.dropFirst().map { path -> String in
            guard let bytes = GeneratedSource.read(path) else {
                GeneratedSource.fail("\(path): cannot be read")
            }
            let name = path.split(separator: "/").last ?? ""
            let text = GeneratedSource.literal(String(decoding: bytes, as: UTF8.self))
            return "    /// `\(name)`\n    static let \(variable(String(name))) = \(text)\n"
        }
        let source =
            "/// Made from text files by EmbedText at build time.\nenum EmbeddedText {\n"
            + texts.joined() + "}\n"
        guard GeneratedSource.write(source, to: output) else {
            GeneratedSource.fail("\(output): cannot be written")
        }
    }

    /// `report.css` as `reportCss`.
    private static func variable(_ name: String) -> String {
        let words = name.split { !$0.isLetter && !$0.isNumber }
        return words.enumerated().map { index, word in
            index == 0 ? String(word) : word.prefix(1).uppercased() + word.dropFirst()
        }.joined()
    }
}
