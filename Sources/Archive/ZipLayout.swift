/// Where everything stands in a zip, told by its own directory: and what nothing accounts for.
///
/// A reader of zips goes by the directory at the end, or by the headers before the members. What
/// one does not see the other may: members that the directory does not name, another zip in front,
/// or anything behind the end. All structures are those of PKWARE's APPNOTE 6.3.10.
public struct ZipLayout: Sendable {
    /// Members that the directory names.
    public let members: Int

    /// Stretches of bytes that belong to no member, and not to the directory; zeros do not count.
    public let unaccounted: [Range<Int>]

    /// What is wrong with the directory: a sentence; nil if nothing is.
    public let fault: String?

    /// Reads the directory, and the headers of all members.
    ///
    /// - Parameter input: The whole zip, in which can be sought; its place is changed.
    /// - Throws: What reading throws.
    public init(_ input: ArchiveInput) throws {
        var survey = ZipSurvey(SeekableBytes(input))
        try survey.run()
        members = survey.members
        unaccounted = survey.unaccounted
        fault = survey.fault
    }
}

/// Goes through a zip.
private struct ZipSurvey {
    private let bytes: SeekableBytes
    private(set) var members = 0
    private(set) var unaccounted: [Range<Int>] = []
    private(set) var fault: String?
    private var parts: [Range<Int>] = []

    init(_ bytes: SeekableBytes) {
        self.bytes = bytes
    }

    mutating func run() throws {
        guard let end = try endOfDirectory() else {
            fault = "has no directory, or only a part of one"
            return
        }
        try readDirectory(end)
        try settle()
    }

    private mutating func complain(_ sentence: String) { if fault == nil { fault = sentence } }

    // MARK: The end

    /// The directory's place, and how many members it has.
    private struct End {
        let directory: Range<Int>
        let count: Int
        /// What is to be added to the places in it: what stands before the zip.
        let shift: Int
    }

    /// A comment has 65,535 bytes at most.
    private static let longestEnd = 22 + 65_535

    private mutating func endOfDirectory() throws -> End? {
        let start = max(0, bytes.count - Self.longestEnd)
        let tail = try bytes.read(start..<bytes.count)
        var at = tail.count - 22
        while at >= 0 {
            if tail.has([0x50, 0x4B, 5, 6], at: at), let end = try self.end(tail, at, start + at) {
                parts.append(start + at..<start + at + 22 + tail.word(at + 20))
                return end
            }
            at -= 1
        }
        return nil
    }

    /// - Parameters:
    ///   - tail: Bytes, with the record at `at`.
    ///   - place: Where the record stands in the file.
    private mutating func end(_ tail: [UInt8], _ at: Int, _ place: Int) throws -> End? {
        guard place + 22 + tail.word(at + 20) <= bytes.count else { return nil }
        var (count, size, offset) = (tail.word(at + 10), tail.long(at + 12), tail.long(at + 16))
        var end = place
        let isLarge = count == 0xFFFF || size == 0xFFFF_FFFF || offset == 0xFFFF_FFFF
        if let larger = try largerEnd(before: place) {
            let record = try bytes.read(larger..<larger + 56)
            if isLarge {
                guard let realCount = record.huge(32), let realSize = record.huge(40),
                    let realOffset = record.huge(48)
                else { return nil }
                (count, size, offset) = (realCount, realSize, realOffset)
            }
            end = larger
            parts.append(larger..<place)
        }
        guard size <= end, offset <= end - size else { return nil }
        // Where something stands before the zip, it is not where it says, but before its end.
        let isBefore = try bytes.read(end - size..<end - size + 4).has([0x50, 0x4B, 1, 2], at: 0)
        let start = isBefore || size == 0 ? end - size : offset
        return End(directory: start..<start + size, count: count, shift: start - offset)
    }

    /// The place of the larger record, whose locator stands right before the other; nil if there is
    /// none.
    private func largerEnd(before place: Int) throws -> Int? {
        guard place >= 76 else { return nil }
        let locator = try bytes.read(place - 20..<place)
        guard locator.has([0x50, 0x4B, 6, 7], at: 0) else { return nil }
        // Where something stands before the zip, it is not where the locator says.
        for larger in [locator.huge(8), place - 76] {
            guard let larger, larger <= place - 76 else { continue }
            let record = try bytes.read(larger..<larger + 12)
            if record.has([0x50, 0x4B, 6, 6], at: 0), record.huge(4) == place - 32 - larger {
                return larger
            }
        }
        return nil
    }

    // MARK: The directory

    /// A member as the directory tells it.
    private struct Member {
        let method: Int
        let flags: Int
        let checksum: Int
        let packed: Int
        let unpacked: Int
        let name: [UInt8]
        let place: Int
        /// Whether readers take it for a directory, and its data for none.
        let isDirectory: Bool
    }

    private mutating func readDirectory(_ end: End) throws {
        var at = end.directory.lowerBound
        parts.append(end.directory)
        while at + 46 <= end.directory.upperBound {
            let header = try bytes.read(at..<at + 46)
            guard header.has([0x50, 0x4B, 1, 2], at: 0) else { break }
            let (name, extra, comment) = (header.word(28), header.word(30), header.word(32))
            let next = at + 46 + name + extra + comment
            guard next <= end.directory.upperBound else { break }
            let text = try bytes.read(at + 46..<at + 46 + name + extra)
            members += 1
            if let member = Self.member(header, text, name: name) {
                try readMember(member, shift: end.shift)
            } else {
                complain("has a directory that is damaged")
            }
            at = next
        }
        if at != end.directory.upperBound { complain("has a directory that is damaged") }
        if members != end.count {
            complain("has a directory of \(members) members that says it has \(end.count)")
        }
    }

    private static func member(_ header: [UInt8], _ text: [UInt8], name: Int) -> Member? {
        var (packed, unpacked) = (header.long(20), header.long(24))
        var place = header.long(42)
        // What does not fit stands in the extra field 1, in this order.
        var values = largeValues(text[name...])[...]
        if unpacked == 0xFFFF_FFFF, let value = values.popFirst() { unpacked = value }
        if packed == 0xFFFF_FFFF, let value = values.popFirst() { packed = value }
        if place == 0xFFFF_FFFF, let value = values.popFirst() { place = value }
        guard packed >= 0, unpacked >= 0, place >= 0 else { return nil }
        return Member(
            method: header.word(10), flags: header.word(8), checksum: header.long(16),
            packed: packed, unpacked: unpacked, name: Array(text[..<name]), place: place,
            isDirectory: text[..<name].last == UInt8(ascii: "/") || header.isOfDirectory)
    }

    private static func largeValues(_ extra: ArraySlice<UInt8>) -> [Int] {
        var rest = Array(extra)[...]
        while rest.count >= 4 {
            let field = Array(rest)
            let length = field.word(2)
            guard 4 + length <= field.count else { return [] }
            if field.word(0) == 1 {
                return stride(from: 4, through: 4 + length - 8, by: 8).map { field.huge($0) ?? -1 }
            }
            rest = rest.dropFirst(4 + length)
        }
        return []
    }

    private mutating func readMember(_ member: Member, shift: Int) throws {
        let (place, isOver) = member.place.addingReportingOverflow(shift)
        guard !isOver, place >= 0, place <= bytes.count - 30 else {
            return complain("names members that are not in it")
        }
        let header = try bytes.read(place..<place + 30)
        let (name, extra) = (header.word(26), header.word(28))
        let start = place + 30 + name + extra
        guard header.has([0x50, 0x4B, 3, 4], at: 0), start <= bytes.count,
            member.packed <= bytes.count - start
        else { return complain("names members that are not in it") }
        let hasDescriptor = header.word(6) & 8 != 0
        let packed = header.long(18)
        // A directory that is encrypted masks the headers.
        let isMasked = member.flags & 1 << 13 != 0
        if !isMasked,
            try header.word(8) != member.method
                || bytes.read(place + 30..<place + 30 + name) != member.name
                || !hasDescriptor && packed != member.packed && packed != 0xFFFF_FFFF
                || member.method == 0 && member.flags & 1 == 0 && member.packed != member.unpacked
        {
            complain("has a directory that contradicts its members")
        }
        if member.isDirectory, member.unpacked > 0 || member.packed > 2 {
            complain("has directories with contents")
        }
        var end = start + member.packed
        if hasDescriptor { end += try descriptor(of: member, at: end) }
        parts.append(place..<end)
    }

    /// The bytes of the record behind a member that was written before its size was known.
    private func descriptor(of member: Member, at place: Int) throws -> Int {
        let found = try bytes.read(place..<min(bytes.count, place + 24))
        for start in [4, 0] where start == 0 || found.has([0x50, 0x4B, 7, 8], at: 0) {
            guard found.count >= start + 12, found.long(start) == member.checksum else { continue }
            if found.count >= start + 20, found.huge(start + 4) == member.packed,
                found.huge(start + 12) == member.unpacked
            {
                return start + 20
            }
            if found.long(start + 4) == member.packed & 0xFFFF_FFFF,
                found.long(start + 8) == member.unpacked & 0xFFFF_FFFF
            {
                return start + 12
            }
        }
        return 0
    }

    // MARK: What is left

    private mutating func settle() throws {
        var reached = 0
        let parts = parts.filter { !$0.isEmpty }
        for part in parts.sorted(by: { $0.lowerBound < $1.lowerBound }) {
            if part.lowerBound < reached { complain("has members that overlap") }
            try leave(reached..<max(reached, part.lowerBound))
            reached = max(reached, part.upperBound)
        }
        try leave(reached..<max(reached, bytes.count))
    }

    private mutating func leave(_ range: Range<Int>) throws {
        guard !range.isEmpty, try !bytes.isZero(range) else { return }
        unaccounted.append(range)
    }
}

extension [UInt8] {
    fileprivate func has(_ signature: [UInt8], at place: Int) -> Bool {
        place + signature.count <= count
            && self[place..<place + signature.count].elementsEqual(signature)
    }

    /// Whether an entry of a directory is one of a directory: for DOS, or in the bits of stat(2)
    /// where Unix made it.
    fileprivate var isOfDirectory: Bool {
        self[38] & 0x10 != 0 || self[5] == 3 && word(40) & 0o170000 == 0o040000
    }

    fileprivate func word(_ at: Int) -> Int { Int(self[at]) | Int(self[at + 1]) << 8 }

    fileprivate func long(_ at: Int) -> Int { word(at) | word(at + 2) << 16 }

    /// A number of eight bytes; nil if it is none that a place in a file can be.
    fileprivate func huge(_ at: Int) -> Int? {
        guard at + 8 <= count, self[at + 7] & 0x80 == 0 else { return nil }
        return long(at) | long(at + 4) << 32
    }
}
