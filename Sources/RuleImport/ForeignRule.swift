import LeakRules

/// A rule that somebody else wrote, as it will be written here.
struct ForeignRule {
    var id: String
    /// The id it has in its file.
    var alias: String?
    var name: String
    var why: String
    var reference: String?
    var severity = Severity.high
    var specificity = Specificity.contextual
    var entropy: Double?
    var prefilter: [String] = []
    var pattern = ""
    var reach = Rule.defaultReach
    /// Marked with `«…»`.
    var leaks: [String] = []
    var clean: [String] = []
    /// Where it stands in its file.
    var line: Int
}

/// What somebody else's rules do not mean, as it will be written here.
struct ForeignAllowance {
    /// The only rule it holds for, or nil for all of the file.
    var rule: String?
    var pattern: String?
    var pathPattern: String?
    var reason: String
    var line: Int
}

/// What is said about a file that was imported: something in it means less, or more, than it did
/// where it came from.
public struct ImportWarning: Sendable, Equatable, CustomStringConvertible {
    public let file: String
    public let line: Int
    /// One lower-case sentence.
    public let message: String

    /// `file:line: warning: message`.
    public var description: String { "\(file):\(line): warning: \(message)" }
}

/// What was read of a foreign file.
struct ForeignFile {
    let path: String
    var rules: [ForeignRule] = []
    var allowances: [ForeignAllowance] = []
    private(set) var warnings: [ImportWarning] = []
    private(set) var problems: [RuleProblem] = []
    /// Ids that are taken: by other rules, and by this file's own.
    private var taken: Set<String>

    init(path: String, taken: Set<String>) {
        self.path = path
        self.taken = taken
    }

    mutating func warn(_ message: String, line: Int) {
        let warning = ImportWarning(file: path, line: line, message: message)
        if !warnings.contains(warning) { warnings.append(warning) }
    }

    mutating func refuse(_ message: String, line: Int, column: Int = 1) {
        problems.append(RuleProblem(file: path, line: line, column: column, message: message))
    }

    /// `<issuer>.<thing>` made of an id such as `aws-access-token`, and nobody else's.
    mutating func claimID(_ original: String, line: Int) -> String {
        var words: [String] = []
        var word = ""
        for byte in original.lowercased().utf8 {
            if (0x61...0x7A).contains(byte) || (0x30...0x39).contains(byte) {
                word.unicodeScalars.append(Unicode.Scalar(byte))
            } else if !word.isEmpty {
                words.append(word)
                word = ""
            }
        }
        if !word.isEmpty { words.append(word) }
        let issuer = words.first ?? "imported"
        let base =
            issuer + "." + (words.count > 1 ? words.dropFirst().joined(separator: "-") : "secret")
        var id = base
        var number = 2
        while !taken.insert(id).inserted {
            id = "\(base)-\(number)"
            number += 1
        }
        if id != base {
            warn(
                "rule \(original): the id \(base) is taken, so it is called \(id) here", line: line)
        }
        return id
    }

    /// The alias that an original id becomes, or nil when it says nothing new.
    mutating func alias(_ original: String, of id: String) -> String? {
        original != id && !original.isEmpty && taken.insert(original).inserted ? original : nil
    }
}
