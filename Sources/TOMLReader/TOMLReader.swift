internal import CTOML
public import YAMLReader

/// Reads TOML 1.0 with toml++ into nodes that know where they stand, the same that YAML is read
/// into.
///
/// Numbers, booleans and dates are plain scalars: integers in decimal, dates as RFC 3339 writes
/// them. Keys stand in the order of the text. An integer or float beyond 64 bits is refused.
/// - Parameter text: At most 4 MiB, at most 64 levels deep, keys of at most 16 parts.
/// - Throws: ``TOMLError`` with the place of the first mistake.
public func readTOML(_ text: [UInt8]) throws(TOMLError) -> YAMLNode {
    let document = text.withUnsafeBytes {
        ctoml_read($0.baseAddress?.assumingMemoryBound(to: CChar.self), $0.count)
    }
    guard let document else { preconditionFailure("out of memory for the TOML parser") }
    defer { ctoml_free(document) }
    var mark = ctoml_mark()
    if let error = ctoml_error(document, &mark) {
        throw TOMLError(message: sentence(String(cString: error)), mark: YAMLMark(mark))
    }
    var count = 0
    let nodes = ctoml_nodes(document, &count)
    var reader = NodeReader(nodes: UnsafeBufferPointer(start: nodes, count: count))
    return reader.node()
}

/// toml++ says "Error while parsing string: …" of nearly everything.
private func sentence(_ reason: String) -> String {
    let parts = reason.split(separator: "Error ", maxSplits: 1, omittingEmptySubsequences: false)
    let text = parts.count == 2 && parts[0].isEmpty ? parts[1] : reason[...]
    return text.prefix(1).lowercased() + text.dropFirst()
}

/// Makes a tree of a list in which each node stands before those that it holds.
private struct NodeReader {
    let nodes: UnsafeBufferPointer<ctoml_node>
    private var next = 0

    init(nodes: UnsafeBufferPointer<ctoml_node>) {
        self.nodes = nodes
    }

    mutating func node() -> YAMLNode {
        let node = nodes[next]
        next += 1
        return YAMLNode(content: content(node), mark: YAMLMark(node.mark))
    }

    private mutating func content(_ node: ctoml_node) -> YAMLNode.Content {
        switch node.kind {
        case CTOML_STRING: .scalar(string(node.text, node.text_length), isPlain: false)
        case CTOML_DATE_TIME: .scalar(string(node.text, node.text_length), isPlain: true)
        case CTOML_INTEGER: .scalar("\(node.integer)", isPlain: true)
        case CTOML_BOOLEAN: .scalar(node.integer == 0 ? "false" : "true", isPlain: true)
        case CTOML_FLOAT: .scalar("\(node.number)", isPlain: true)
        case CTOML_ARRAY: .sequence((0..<node.count).map { _ in self.node() })
        case CTOML_TABLE: .mapping((0..<node.count).map { _ in entry() })
        default: preconditionFailure("a node of a kind that CTOML.h does not have")
        }
    }

    private mutating func entry() -> (key: YAMLNode, value: YAMLNode) {
        let key = string(nodes[next].key, nodes[next].key_length)
        let mark = YAMLMark(nodes[next].key_mark)
        return (YAMLNode(content: .scalar(key, isPlain: true), mark: mark), node())
    }

    private func string(_ bytes: UnsafePointer<CChar>?, _ count: Int) -> String {
        String(decoding: UnsafeRawBufferPointer(start: bytes, count: count), as: UTF8.self)
    }
}

extension YAMLMark {
    fileprivate init(_ mark: ctoml_mark) {
        self.init(line: Int(mark.line), column: Int(mark.column))
    }
}
