import LeakDetection

/// What many places have in common, as one text: evidence and layers.
struct PlaceDetail {
    let evidence: [Evidence]
    let layers: [String]

    init(evidence: [Evidence], layers: [String]) {
        self.evidence = evidence
        self.layers = layers
    }

    /// Reads what ``text`` wrote.
    init(_ text: String) {
        var evidence: [Evidence] = []
        var layers: [String] = []
        for line in text.split(separator: "\n") {
            let parts = line.split(separator: "\t", maxSplits: 2, omittingEmptySubsequences: false)
            if parts.count == 3, let weight = Double(parts[1]) {
                evidence.append(
                    Evidence(kind: String(parts[0]), note: String(parts[2]), weight: weight))
            } else {
                layers.append(String(line))
            }
        }
        self.init(evidence: evidence, layers: layers)
    }

    /// One line a term or layer; neither holds tabs or line endings, being our own words.
    var text: String {
        var text = ""
        for term in evidence { text += "\(term.kind)\t\(term.weight)\t\(term.note)\n" }
        for layer in layers { text += "\(layer)\n" }
        return text
    }
}
