/// Guesses what somebody meant to type.
public enum Spelling {
    /// `; did you mean 'x'?` for the nearest known word, or nothing when none is near.
    public static func suggestion(for word: String, among known: [String]) -> String {
        let near = known.map { ($0, distance(word, $0)) }.min { ($0.1, $0.0) < ($1.1, $1.0) }
        guard let (best, distance) = near, distance <= max(1, word.count / 3) else { return "" }
        return "; did you mean '\(best)'?"
    }

    /// The number of letters to change, add or drop (Levenshtein).
    static func distance(_ a: String, _ b: String) -> Int {
        let other = Array(b.utf8)
        var row = Array(0...other.count)
        for (i, letter) in a.utf8.enumerated() {
            var diagonal = row[0]
            row[0] = i + 1
            for (j, candidate) in other.enumerated() {
                let above = row[j + 1]
                row[j + 1] = min(above + 1, row[j] + 1, diagonal + (letter == candidate ? 0 : 1))
                diagonal = above
            }
        }
        return row[other.count]
    }
}
