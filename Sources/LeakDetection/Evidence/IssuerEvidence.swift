import LeakRules

/// Weighs a value by whose it could be: the issuer's word in its name or shortly before, and the
/// issuer's shape.
enum IssuerEvidence {
    /// - Returns: The issuer's rule and what speaks for it, or nil when no issuer is near.
    static func weigh(_ context: MatchContext) -> (rule: Int, evidence: Evidence)? {
        guard context.rule.category == .token else { return nil }
        let frame = context.frame
        let name = AssignmentEvidence.nameRange(in: frame, around: context.match.lowerBound)
        guard name.upperBound <= context.secret.lowerBound, SecretName.mayHoldKey(frame.slice(name))
        else { return nil }
        if let rule = context.issuers.rule(near: frame.slice(name), value: context.value) {
            return (
                rule, Evidence(kind: "issuer", note: "the issuer's name and shape", weight: 0.4)
            )
        }
        // Further away, the name itself must promise a secret.
        let before = max(0, name.lowerBound - IssuerTable.nearby)..<name.lowerBound
        guard let rule = context.issuers.rule(near: frame.slice(before), value: context.value),
            SecretName(frame.slice(name)) != nil,
            AssignedValue.objection(to: context.value, kind: .token) == nil
        else { return nil }
        return (
            rule,
            Evidence(kind: "issuer", note: "the issuer's name is near, and its shape", weight: 0.3)
        )
    }
}
