enum RecordFormat {
    static let literals: [String] = []
    static func lineReaders() -> [any RecordReader] { [] }
    static func sniff(_ head: UnsafeRawBufferPointer) -> (any RecordReader)? { nil }
}
extension Notation { func encode(_ text: [UInt8]) -> [UInt8] { text } }
extension RecordLength.Encoding { func encode(_ n: Int) -> [UInt8] { [] } }
extension RecordReader {
    func origin(_ buffer: UnsafeRawBufferPointer, of record: Range<Int>) -> RecordOrigin {
        RecordOrigin()
    }
}
extension Record { var note: String? { nil } }
