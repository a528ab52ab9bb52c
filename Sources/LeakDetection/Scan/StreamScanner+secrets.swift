extension StreamScanner {
    /// Names a state of the memory of strong secrets.
    public struct SecretsVersion: Hashable, Sendable {
        let memory: ObjectIdentifier
        let number: Int
    }

    /// What is known of strong secrets: another version, another memory.
    public var secretsVersion: SecretsVersion {
        SecretsVersion(memory: ObjectIdentifier(memory.known), number: memory.known.version)
    }

    /// Shares the memory of strong secrets with another scanner from now on: what either learns,
    /// both know. Both are used on one thread, and not at once.
    public func share(secretsOf other: StreamScanner) { memory.known = other.memory.known }
}
