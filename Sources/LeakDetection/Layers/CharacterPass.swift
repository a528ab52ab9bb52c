/// Decodes all escaped characters of a text, from left to right.
struct CharacterPass {
    private let text: UnsafeRawBufferPointer
    private var decoded = DecodedText()
    private var layers = LayerSpans()
    private var renditions: [Peeled.Rendition] = []
    /// Up to where the text is taken over.
    private var taken = 0

    /// Decodes a text, or returns nil where nothing in it is escaped.
    static func decode(_ text: UnsafeRawBufferPointer) -> Peeled? {
        let isJSON = BackslashEscape.applies(to: text)
        let isQuotedPrintable = QuotedPrintable.applies(to: text)
        guard
            isJSON || isQuotedPrintable || PercentEscape.applies(to: text)
                || CharacterReference.applies(to: text) || ControlSequence.applies(to: text)
        else { return nil }
        var pass = CharacterPass(text: text)
        pass.run(isJSON: isJSON, isQuotedPrintable: isQuotedPrintable)
        guard !pass.layers.isEmpty else { return nil }
        return Peeled(text: pass.decoded, layers: pass.layers, renditions: pass.renditions)
    }

    private init(text: UnsafeRawBufferPointer) { self.text = text }

    private mutating func run(isJSON: Bool, isQuotedPrintable: Bool) {
        var at = 0
        while at < text.count {
            let found: (escape: Escape?, layer: Layer)
            switch text[at] {
            case 0x1B: found = (ControlSequence.read(text, at: at), .ansi)
            case 0x08:
                erase(at)
                at += 1
                continue
            case UInt8(ascii: "\\") where isJSON:
                found = (BackslashEscape.read(text, at: at), .json)
            case UInt8(ascii: "%"): found = (PercentEscape.read(text, at: at), .percent)
            case UInt8(ascii: "&"): found = (CharacterReference.read(text, at: at), .html)
            case UInt8(ascii: "=") where isQuotedPrintable:
                found = (QuotedPrintable.read(text, at: at), .quotedPrintable)
            default:
                at += 1
                continue
            }
            guard let escape = found.escape else {
                at += 1
                continue
            }
            put(escape, at: at, as: found.layer)
            at += escape.length
        }
        take(upTo: text.count)
    }

    private mutating func take(upTo end: Int) {
        decoded.copy(taken..<end, of: text)
        taken = end
    }

    private mutating func put(_ escape: Escape, at start: Int, as layer: Layer) {
        take(upTo: start)
        taken = start + escape.length
        let before = decoded.bytes.count
        decoded.put(escape.text, for: start..<taken)
        decoded.keep(taken - escape.keptLength..<taken)
        layers.add(layer, at: before..<decoded.bytes.count)
        let sequence = text.slice(start..<taken)
        if layer == .ansi, ControlSequence.isRendition(sequence) {
            renditions.append(Peeled.Rendition(start: start, bytes: Array(sequence)))
        }
    }

    /// A backspace takes the character before it along, but no line ending.
    private mutating func erase(_ at: Int) {
        take(upTo: at)
        taken = at + 1
        if let last = decoded.bytes.last, last != 0x0A, last != 0x0D {
            decoded.removeLastCharacter()
        }
        layers.truncate(to: decoded.bytes.count)
        layers.add(.ansi, at: decoded.bytes.count..<decoded.bytes.count)
    }
}
