package import LeakRules

extension PatternOpening {
    /// Whether a match may begin at a place of a text, as far as the opening tells.
    package func admits(_ text: some Collection<UInt8>, at place: Int = 0) -> Bool {
        let beginning = text.dropFirst(place).prefix(length)
        return beginning.count == length
            && zip(0..., beginning).allSatisfy { places[Int($1)] >> UInt32($0) & 1 == 1 }
    }
}
