/// The names of a tree without secrets: what is the same in the source has the same name in the
/// copy, and no two things get one name.
final class NameBook {
    private let redactor: NameRedactor
    /// New names of what had a secret in its own, by its path in the source.
    private var changed: [[UInt8]: [UInt8]] = [:]
    /// Paths in the copy that such names make, with those in the source.
    private var taken: [[UInt8]: [UInt8]] = [:]
    /// Hashes of the paths that stay as they are: a new name must not be one of these. One of a
    /// hash costs a name without need, and nothing else.
    private var unchanged: Set<Int> = []
    /// Whether something has a path in the source, which may come later.
    var isInSource: (([UInt8]) -> Bool)?

    private static let slash = UInt8(ascii: "/")
    /// NAME_MAX of linux/limits.h.
    private static let longest = 255

    init(_ redactor: NameRedactor) {
        self.redactor = redactor
    }

    /// A path in the copy.
    ///
    /// - Parameter path: The path in the source; empty components stay as they are.
    func redacted(_ path: [UInt8]) -> [UInt8] {
        var source: [UInt8] = []
        var copy: [UInt8] = []
        for (index, part) in path.split(separator: Self.slash, omittingEmptySubsequences: false)
            .enumerated()
        {
            if index > 0 {
                source.append(Self.slash)
                copy.append(Self.slash)
            }
            let name = Array(part)
            source += name
            copy += self.name(name, of: source, in: copy)
        }
        return copy
    }

    private func name(_ name: [UInt8], of source: [UInt8], in parent: [UInt8]) -> [UInt8] {
        if let known = changed[source] { return known }
        let redacted = redactor.redacted(name)
        // A name may be what became of another.
        if redacted == name, taken[parent + name].map({ $0 == source }) ?? true {
            // Where the source can be asked there is no need to remember.
            if isInSource == nil { unchanged.insert((parent + name).hashValue) }
            return name
        }
        let safe = redacted.map { $0 == 0 || $0 == Self.slash ? UInt8(ascii: "_") : $0 }
        var number = 1
        while true {
            let ending = number == 1 ? [] : Array("~\(number)".utf8)
            let candidate = Array(safe.prefix(Self.longest - ending.count)) + ending
            let path = parent + candidate
            let isInSource =
                candidate != name && isInSource?(source.dropLast(name.count) + candidate) ?? false
            if taken[path] == nil, !unchanged.contains(path.hashValue), !isInSource {
                taken[path] = source
                changed[source] = candidate
                return candidate
            }
            number += 1
        }
    }

    /// Where a link leads to in the copy.
    ///
    /// - Parameters:
    ///   - target: Where it leads to in the source.
    ///   - directory: The path of the directory that it is in, in the source; nil if the target is
    ///     a path of the tree itself.
    func redacted(target: [UInt8], in directory: [UInt8]?) -> [UInt8] {
        guard let directory else { return redacted(target) }
        let parts = target.split(separator: Self.slash, omittingEmptySubsequences: false)
        let isPlain = target.first != Self.slash && !parts.contains { $0.elementsEqual("..".utf8) }
        if isPlain, !directory.isEmpty {
            let below = directory + [Self.slash]
            let count =
                below.split(separator: Self.slash, omittingEmptySubsequences: false).count - 1
            return Array(
                redacted(below + target)
                    .split(separator: Self.slash, omittingEmptySubsequences: false)
                    .dropFirst(count).joined(separator: [Self.slash]))
        }
        if isPlain { return redacted(target) }
        return Array(
            parts.map { part in
                redactor.redacted(Array(part)).map {
                    $0 == 0 || $0 == Self.slash ? UInt8(ascii: "_") : $0
                }
            }.joined(separator: [Self.slash]))
    }
}
