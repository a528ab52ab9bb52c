/// Something that is to be said about a file, or about what is inside.
public struct SourceNote: Sendable, Equatable {
    /// What it is about, inside the file; nil for the file itself. See ``MemberPath``.
    public var member: MemberPath?

    /// A short lower-case sentence.
    public var reason: String

    /// Whether something was not scanned that should have been.
    public var isFailure: Bool

    public init(member: MemberPath?, reason: String, isFailure: Bool) {
        self.member = member
        self.reason = reason
        self.isFailure = isFailure
    }
}

/// Where something stands inside a file: the member of an archive, the member of an archive that is
/// a member, and so on. What is only compressed has no name of its own.
public struct MemberPath: Sendable, Hashable {
    /// The names as they stand in the archives, outermost first: any bytes but NUL.
    public var names: [[UInt8]]

    public init(_ names: [[UInt8]]) {
        self.names = names
    }

    /// For people: `!` between names, UTF-8 as it is, other bytes and control characters as
    /// `\xff`.
    public var text: String { names.map(shownName).joined(separator: "!") }

    /// Whether it is the part of a rotated log that was written next after another one, told by
    /// their names.
    public func follows(_ earlier: MemberPath) -> Bool {
        guard let name = names.last, let before = earlier.names.last,
            names.dropLast() == earlier.names.dropLast()
        else { return false }
        return RotatedLog.follows(shownName(name), after: shownName(before))
    }

    /// The path of a member of an archive at this place.
    static func appending(_ name: [UInt8], to path: MemberPath?) -> MemberPath {
        MemberPath((path?.names ?? []) + [name])
    }
}

/// A name for people, on one line: control characters, too, as `\x1b`.
public func shownName(_ bytes: some Sequence<UInt8>) -> String {
    var result = ""
    for scalar in shownBytes(bytes).unicodeScalars {
        switch scalar.properties.generalCategory {
        // Marks of direction and line separators are as bad as escapes.
        case .control, .format, .lineSeparator, .paragraphSeparator:
            for byte in String(Character(scalar)).utf8 {
                result += "\\x" + (byte < 16 ? "0" : "") + String(byte, radix: 16)
            }
        default: result.unicodeScalars.append(scalar)
        }
    }
    return result
}
