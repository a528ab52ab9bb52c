import PCRE2

/// What a search found, in a form that compares.
enum SearchResult: Equatable {
    /// The ranges of the match and of its groups.
    case found([Range<Int>?])
    case none
    case gaveUp(Int32)
}

/// Searches an array.
func search(
    _ regex: Regex, _ text: [UInt8], from start: Int = 0, limits: MatchLimits = MatchLimits()
) -> SearchResult {
    let scratch = MatchScratch(limits: limits)
    return text.withUnsafeBytes { bytes in
        switch regex.firstMatch(in: bytes, from: start, scratch: scratch) {
        case .matched: .found((0...regex.groupCount).map { scratch.range(of: $0) })
        case .noMatch: .none
        case .gaveUp(let error): .gaveUp(error.code)
        }
    }
}
