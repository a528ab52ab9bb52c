import Testing
import YAMLReader

@Suite struct YAMLNodeTests {
    private static let mark = YAMLMark(line: 1, column: 1)

    @Test func `a node is text, items or entries, and nothing else`() {
        let text = YAMLNode(content: .scalar("x", isPlain: true), mark: Self.mark)
        let items = YAMLNode(content: .sequence([text]), mark: Self.mark)
        let entries = YAMLNode(content: .mapping([(text, items)]), mark: Self.mark)
        #expect(text.text == "x" && items.text == nil && entries.text == nil)
        #expect(text.items == nil && items.items?.count == 1 && entries.items == nil)
        #expect(text.entries == nil && items.entries == nil && entries.entries?.count == 1)
    }

    @Test func `marks are in the order of the text`() {
        let marks = [(1, 9), (2, 1), (2, 3)].map { YAMLMark(line: $0, column: $1) }
        #expect(marks.reversed().sorted() == marks)
    }
}
