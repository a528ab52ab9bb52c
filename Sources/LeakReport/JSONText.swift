import FoundationEssentials

/// Writes a value as one line of JSON, keys in alphabetical order, with nothing in it that a
/// terminal would obey.
package func jsonLine(_ value: some Encodable) -> String {
    jsonText(value, isUnsafe: isUnsafe)
}

/// The same for the inside of a `<script>` of a page: nothing in it ends the element, or begins a
/// comment or another.
func jsonForPage(_ value: some Encodable) -> String {
    jsonText(value) { scalar in
        isUnsafe(scalar) || scalar == "<" || scalar == ">" || scalar == "&"
    }
}

private func jsonText(_ value: some Encodable, isUnsafe: (Unicode.Scalar) -> Bool) -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    guard let data = try? encoder.encode(value) else {
        preconditionFailure("records hold only what JSON can")
    }
    // JSON asks for escapes below U+0020 only; all that is unsafe is in strings, and below U+10000.
    return escaped(String(decoding: data, as: UTF8.self), where: isUnsafe) { scalar in
        let digits = String(scalar.value, radix: 16)
        return "\\u" + String(repeating: "0", count: 4 - digits.utf8.count) + digits
    }
}
