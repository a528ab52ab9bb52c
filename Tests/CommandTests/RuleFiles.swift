/// Rule files that the tests hand to the command.
enum RuleFiles {
    /// One sound rule of low severity.
    static let house = """
        issuer: House
        reference: none
        rules:
          - id: house.key
            name: House key
            category: token
            severity: low
            specificity: exact
            prefilter: [house_]
            anchor: literal
            pattern: (?<![0-9A-Za-z_])(?<secret>house_[a-z]{8})(?![0-9A-Za-z])
            reach: 32
            why: Opens the house.
            leaks: ['open «house_abcdefgh» now']
            clean: ['house_abc']

        """

    /// Five things wrong, on lines 6, 8, 11, 13 and 16.
    static let broken = """
        issuer: House
        reference: none
        rules:
          - id: house.key
            name: House key
            category: tokn
            severity: low
            specificity: exactly
            prefilter: [house_]
            anchor: literal
            pattern: (?<secret>house_[a-z{8})
            reach: 32
            reech: 64
            why: Opens the house.
            leaks: ['open «house_abcdefgh» now']
            clean: ['house_abc', 'house_«abc']

        """

    /// The places of what is wrong in ``broken``.
    static let brokenLines = [6, 8, 11, 13, 16]
}
