import Mustache

/// A page with gaps: a Mustache template (mustache(5)), by swift-mustache.
///
/// `{{name}}` escapes what HTML would obey, in text and in quoted attributes; `{{{name}}}` does
/// not.
public struct Template {
    /// What fills a gap.
    public indirect enum Value {
        case text(String)
        case flag(Bool)
        case list([[String: Value]])

        fileprivate var object: Any {
            switch self {
            case .text(let text): text
            case .flag(let flag): flag
            case .list(let rows): rows.map { $0.mapValues(\.object) }
            }
        }
    }

    private let template: MustacheTemplate

    /// - Throws: When the text is no template; says where.
    public init(_ text: String) throws {
        MustacheContentTypes.register(PageText(), named: PageText.name)
        template = try MustacheTemplate(string: "{{% CONTENT_TYPE:\(PageText.name)}}\n" + text)
    }

    /// The page.
    public func text(_ values: [String: Value]) -> String {
        template.render(values.mapValues(\.object))
    }
}

/// Escapes scalar by scalar: the library's own escapes go by characters, and a quote with an accent
/// on it is another character to Swift but still a quote to a browser.
private struct PageText: MustacheContentType {
    static let name = "PAGE"

    func escapeText(_ text: String) -> String {
        text.unicodeScalars.reduce(into: "") { result, scalar in
            switch scalar {
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            case "&": result += "&amp;"
            case "\"": result += "&quot;"
            case "'": result += "&#39;"
            default: result.unicodeScalars.append(scalar)
            }
        }
    }
}
