public import LeakRules

/// What became of a file.
public struct CopiedFile: Sendable {
    public enum Fate: String, Sendable {
        /// The copy is the same, byte for byte.
        case unchanged
        /// Something in it, or in its name, was replaced, or left out of it.
        case redacted
        /// It is not in the copy: it could not be scanned, or not be written.
        case leftOut
        /// It is not in the copy: it is no text.
        case skipped
    }

    /// Its path in the copy: for people, without secrets.
    public var path: String
    public var fate = Fate.unchanged
    /// How often secrets of each rule were replaced, by the rule's id.
    public var replaced: [String: Int] = [:]
    /// Stretches that could not be scanned, and were masked.
    public var blindSpots = 0
    /// Whether its own name was changed.
    public var isRenamed = false
    /// Members of archives whose names were changed.
    public var renamedMembers = 0
    /// What there is to say: why it is not in the copy, and what is not in an archive.
    public var notes: [Note] = []
    /// Whether other bytes of it were changed: the rest of a secret that begins in another part of
    /// a log, what is hidden in an archive.
    public var isRewritten = false
    /// Where the file as it was is kept; it holds secrets.
    public var backup: String?

    public struct Note: Sendable, Equatable {
        /// Inside the file; nil for the file itself.
        public var member: String?
        /// A short lower-case sentence.
        public var reason: String
        /// Whether something was not scanned, or not copied, that should have been.
        public var isFailure: Bool
    }

    init(path: String) {
        self.path = path
    }

    /// Secrets that were replaced.
    public var secrets: Int { replaced.values.reduce(0, +) }

    /// Whether there is any need of a changed copy of it.
    var isChanged: Bool {
        secrets > 0 || blindSpots > 0 || isRenamed || renamedMembers > 0 || isRewritten
    }

    /// Whether all of it was scanned and copied, but for what is binary.
    public var isComplete: Bool { blindSpots == 0 && !notes.contains(where: \.isFailure) }

    /// Takes down that it is not in the copy.
    mutating func leaveOut(_ reason: String, isFailure: Bool = true) {
        fate = isFailure ? .leftOut : .skipped
        notes.append(Note(member: nil, reason: reason, isFailure: isFailure))
    }
}

/// What a safe copy is, all in all.
public struct CopyOutcome: Sendable {
    /// The files of which there is something to say, in the order of the walk.
    public var files: [CopiedFile] = []
    /// Files that were copied, and of these those that are the same.
    public var copied = 0
    public var unchanged = 0
    /// Bytes read.
    public var bytes = 0
    /// Files in the copy in which something was found when it was scanned again, for people.
    public var leaking: [String] = []
    /// Files that could not be scanned again, for people.
    public var unchecked: [String] = []
    /// Whether the files were redacted where they are.
    public var isInPlace = false
    /// Whether it was interrupted.
    public var isPartial = false
    /// The indices of the allowances that were of use.
    public var usedAllowances: Set<Int> = []
    /// The rules of what was replaced.
    public var rules: [String: Rule] = [:]

    init() {}

    /// Whether everything is in the copy, and nothing was found there.
    public var isComplete: Bool {
        leaking.isEmpty && unchecked.isEmpty && !isPartial && files.allSatisfy(\.isComplete)
    }
}
