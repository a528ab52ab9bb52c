import TestSupport
import Testing

@testable import LeakDetection

@Suite struct AssignedValueTests {
    private func objection(_ value: String, _ kind: SecretName.Kind) -> String? {
        splintered(value).withBytes { AssignedValue.objection(to: $0, kind: kind) }
    }

    @Test(arguments: [
        "hunter22", "correcthorse", "1234", "password", "admin", "p@ss!w0rd", "S3cr3t",
        "Tr0ub4dor&3",
        "qwertz", "12345678", "pässwörter", "letmein",
    ])
    func `people use all sorts of passwords`(value: String) {
        #expect(objection(value, .password) == nil)
    }

    @Test(arguments: [
        "9f86d081·884c7d659a2feaa0c55ad015", "Zx3Vb9Qm2Lk7Tn4Rw8·Yp1Sd6Hf5Jg0Ac2Ee",
        "wJalrXUtnFEMI/K7MDENG/·bPxRfiCYzzzzzzzKEY", "dGhpcyBpcyBh·IHNlY3JldCBrZXk9PQ==",
        "my-s3cret-tok3n", "abc123def456",
    ])
    func `tokens look like tokens`(value: String) {
        #expect(objection(value, .token) == nil)
    }

    @Test(arguments: ["a", "abc", "•"])
    func `a password has four bytes`(value: String) {
        #expect(objection(value, .password) == "too short")
    }

    @Test(arguments: ["a1b2c", "x9"])
    func `a token has six bytes`(value: String) {
        #expect(objection(value, .token) == "too short")
    }

    @Test(arguments: [
        "/run/secrets/db", "./key.pem", "../x/key", "~/.netrc", "/etc/ssl/private/server.key",
        #"C:\keys\a.key"#,
    ])
    func `a path is no secret`(value: String) {
        for kind in [SecretName.Kind.password, .token] {
            #expect(objection(value, kind) == "a path")
        }
    }

    @Test(arguments: ["https://sso.toys.test/x", "vault://kv/data/db", "file:///etc/passwd"])
    func `an address is no secret`(value: String) {
        for kind in [SecretName.Kind.password, .token] {
            #expect(objection(value, kind) == "an address")
        }
    }

    @Test(arguments: ["2026-11-24T16:37:00Z", "2026-11-24", "16:37:00.123"])
    func `a time is no secret`(value: String) {
        for kind in [SecretName.Kind.password, .token] {
            #expect(objection(value, kind) == "a time")
        }
    }

    @Test(arguments: [
        "12345678", "1700000000", "10.0.0.1", "127.0.0.1:8080", "0xdeadbeef", "1.22.333-4",
    ])
    func `a number is no token`(value: String) {
        #expect(objection(value, .token) == "a number")
    }

    @Test(arguments: [
        "authenticated", "refresh_token", "application/json", "CancellationToken", "required",
        "in-progress", "com.acme.auth.TokenService",
    ])
    func `a word is no token`(value: String) {
        #expect(objection(value, .token) != nil)
    }

    @Test(arguments: [
        "550e8400-e29b-41d4-a716-446655440000", "4bf92f3577b34da6", "web-frontend-server",
    ])
    func `an identifier is no session`(value: String) {
        #expect(objection(value, .session) != nil)
    }

    @Test func `a session looks like one`() {
        #expect(objection("k3J9x·Qz7Lm2Vn8Rt4Yw6Pb1", .session) == nil)
    }

    @Test(arguments: [
        ("hello", true), ("helloWorld", true), ("some_long-name.here", true), ("OK", true),
        ("hello world", true), ("passw0rd", false), ("hElLoWoRlDxYzAb", false), ("p@ss", false),
        ("abcdefghijklmnopqrstuvwxyz", false), ("key=x", false),
    ])
    func `a word has letters, and signs between words`(value: String, isWord: Bool) {
        #expect(value.withBytes { AssignedValue.isWord($0) } == isWord)
    }

    @Test(arguments: [
        ("550e8400-e29b-41d4-a716-446655440000", true),
        ("550E8400-E29B-41D4-A716-446655440000", true),
        ("550e8400e29b41d4a716446655440000", false), ("550e8400-e29b-41d4-a716-44665544000", false),
        ("550e8400-e29b-41d4-a716-44665544000g", false),
        ("550e8400-e29b-41d4-a7164-46655440000", false),
    ])
    func `a UUID has its dashes where RFC 9562 puts them`(value: String, isUUID: Bool) {
        #expect(value.withBytes(AssignedValue.isUUID) == isUUID)
    }
}
