import LeakRules

/// A match, with what stands around it.
struct MatchContext {
    /// The line, without its line ending, or a window of it.
    let frame: UnsafeRawBufferPointer
    /// The whole match in the frame.
    let match: Range<Int>
    /// The secret in the frame.
    let secret: Range<Int>
    let rule: Rule
    let issuers: IssuerTable
    /// Whether the evidence is to be told, beside what it comes to.
    var explains = true

    var value: UnsafeRawBufferPointer { frame.slice(secret) }
}

/// What the evidence comes to.
struct Assessment {
    var confidence: Double
    /// Empty where it is not to be told.
    var evidence: [Evidence]
    /// The rule that names the finding better than the one that matched: the issuer's.
    var issuerRule: Int?

    fileprivate mutating func add(_ reason: Evidence, in context: MatchContext) {
        confidence += reason.weight
        if context.explains { evidence.append(reason) }
    }
}

/// Weighs a match: collects evidence for and against, and says how surely it is a secret.
enum Assessor {
    /// The confidence that an exact token keeps when its checksum is wrong: low, and still
    /// redacted.
    private static let failedChecksum = -0.6

    /// Weighs a match.
    ///
    /// - Returns: nil when the match is certainly no secret.
    static func assess(_ context: MatchContext) -> Assessment? {
        guard !RedactionMarker.touches(context.secret, in: context.frame) else { return nil }
        let rule = context.rule
        let value = context.value
        var result = Assessment(confidence: Score.base(of: rule.specificity), evidence: [])
        if context.explains {
            result.evidence.append(
                Evidence(
                    kind: "pattern", note: "\(rule.specificity.rawValue) pattern",
                    weight: result.confidence))
        }
        if let floor = rule.minimumEntropy, shannonEntropy(of: value) < floor { return nil }
        let validators = rule.validators
        if validators.contains(.assignment), let (issuer, evidence) = IssuerEvidence.weigh(context)
        {
            result.issuerRule = issuer
            result.add(evidence, in: context)
        } else {
            for validator in validators {
                guard let evidence = evidence(of: validator, for: context) else { return nil }
                result.add(evidence, in: context)
            }
        }
        // An address or a path says where it is by itself.
        if rule.category != .keyFilePath && rule.category != .endpoint {
            let isExact = rule.specificity == .exact
            let placeholder = value.withLowercased { Placeholder.kind(of: $0, isExact: isExact) }
            if placeholder != nil { return nil }
            Surroundings.weigh(context) { result.add($0, in: context) }
        }
        result.confidence = min(1, max(0, result.confidence))
        return result
    }

    /// What one validator has to say.
    ///
    /// - Returns: nil when the match is certainly no secret.
    private static func evidence(
        of validator: Validator, for context: MatchContext
    ) -> Evidence? {
        let value = context.value
        switch validator {
        case .githubChecksum, .npmChecksum:
            return Base62Checksum.holds(for: value, prefix: 4)
                ? Evidence(kind: "checksum", note: "CRC-32 valid", weight: 0.09)
                : Evidence(kind: "checksum", note: "CRC-32 wrong", weight: failedChecksum)
        case .jwt:
            return TokenStructure.isWebToken(value)
                ? Evidence(kind: "structure", note: "header is a JSON object", weight: 0.08)
                : nil
        case .basicCredentials:
            return TokenStructure.isBasicCredentials(value)
                ? Evidence(kind: "structure", note: "decodes to user:password", weight: 0.25)
                : nil
        case .awsKeyID:
            return TokenStructure.awsAccount(ofKeyID: value) != nil
                ? Evidence(kind: "structure", note: "carries an account number", weight: 0.05)
                : Evidence(kind: "structure", note: "carries no account number", weight: -0.4)
        case .assignment:
            return AssignmentEvidence.weigh(context)
        case .spoken:
            return AssignmentEvidence.isSpoken(value)
                ? Evidence(kind: "context", note: "told in a sentence", weight: 0.05) : nil
        case .cookie:
            return CookieEvidence.weigh(context)
        case .random:
            let isPhrase = value.contains(where: \.isBlank) && !AssignmentEvidence.isSentence(value)
            let isName =
                AssignedValue.isWord(value)
                || !Randomness.isLikely(value) && !value.contains(where: \.isDigit)
            return isName && !isPhrase
                ? nil : Evidence(kind: "value", note: "is no word", weight: 0.1)
        case .argument:
            return ArgumentEvidence.weigh(value)
        case .keyFile:
            return KeyFileEvidence.weigh(context)
        case .endpoint:
            return EndpointEvidence.weigh(context)
        }
    }
}
