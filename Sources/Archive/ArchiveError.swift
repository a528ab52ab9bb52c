/// Why an archive, or compressed data, cannot be read or written.
public struct ArchiveError: Error, Sendable, CustomStringConvertible {
    /// What kind of failure it is.
    public struct Code: Sendable, Equatable {
        private let name: String

        private init(_ name: String) { self.name = name }

        /// The bytes are not what they begin like.
        public static let unrecognised = Code("unrecognised")
        /// The bytes are damaged, or end too early.
        public static let damaged = Code("damaged")
        /// What is inside is encrypted.
        public static let encrypted = Code("encrypted")
        /// The format can be read, but not written.
        public static let unwritable = Code("unwritable")
        /// An entry does not fit into the format.
        public static let unfit = Code("unfit")
        /// The input could not be read; see ``ArchiveError/underlying``.
        public static let input = Code("input")
        /// The output could not be written; see ``ArchiveError/underlying``.
        public static let output = Code("output")
    }

    public let code: Code

    /// A sentence, such as the library's, without names of members.
    public let message: String

    /// Whether nothing more of the archive can be read; if not, its next entry may be sound.
    public let isFinal: Bool

    /// What the caller's closure threw.
    public let underlying: (any Error)?

    init(
        _ code: Code, _ message: String, isFinal: Bool = true, underlying: (any Error)? = nil
    ) {
        self.code = code
        self.message = message
        self.isFinal = isFinal
        self.underlying = underlying
    }

    /// The table of long names in an archive of ar holds places in itself.
    public static let tableOfAr = ArchiveError(
        .unwritable, "an archive of ar with a table of symbols or long names")

    /// The archive is empty, and does not tell what it is.
    public static let unknownFormat = ArchiveError(.unwritable, "an archive without members")

    public var description: String { message }
}
