import LeakRules

extension Severity {
    /// How it is stored: 0 for info, 4 for critical.
    var stored: Int { Self.allCases.firstIndex(of: self) ?? 0 }

    init(stored: Int) {
        self = Self.allCases.indices.contains(stored) ? Self.allCases[stored] : .info
    }
}
