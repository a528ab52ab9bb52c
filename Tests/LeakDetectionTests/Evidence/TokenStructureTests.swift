import TestSupport
import Testing

@testable import LeakDetection

@Suite struct TokenStructureTests {
    // "A short note on AWS KEY ID" (Tal Be'ery, 2023) and "AWS Access Key ID formats" (Aidan
    // Steele, 2020).
    @Test(
        arguments: [
            ("ASIA·QNZGKIQY·56JQ7WML", 29_608_264_753), ("ASIA·Y34FZKBO·KMUTVV7A", 609_629_065_308),
        ] as [(String, UInt64)])
    func `an AWS key id carries its account`(id: String, account: UInt64) {
        #expect(splintered(id).withBytes(TokenStructure.awsAccount(ofKeyID:)) == account)
    }

    @Test(arguments: [
        "", "AKIA", "AKIAAAAAAAAAA", "AKIA·0AAAAAAAAAAAAAAA", "AKIA·aaaaaaaaaaaaaaaa",
    ])
    func `what is not base32 carries no account`(id: String) {
        #expect(splintered(id).withBytes(TokenStructure.awsAccount(ofKeyID:)) == nil)
    }

    @Test func `an account has twelve digits`() {
        // All bits set is above 999,999,999,999.
        let id = "AKIA" + String(repeating: "7", count: 16)
        #expect(splintered(id).withBytes(TokenStructure.awsAccount(ofKeyID:)) == nil)
    }

    @Test(arguments: [
        // RFC 7515, appendix A.1, and RFC 7516, appendix A.1: headers.
        "eyJ0eXAiOiJKV1QiLA0KICJhbGciOiJIUzI1NiJ9",
        "eyJhbGciOiJSU0EtT0FFUCIsImVuYyI6IkEyNTZHQ00ifQ",
        // {"alg":"none"}, {"typ":"JWT"}
        "eyJhbGciOiJub25lIn0", "eyJ0eXAiOiJKV1QifQ",
    ])
    func `a web token begins with a header`(header: String) {
        #expect((header + ".e30.AAAA").withBytes(TokenStructure.isWebToken))
        #expect(header.withBytes(TokenStructure.isWebToken))
    }

    @Test(arguments: [
        "", ".", "e30.e30.AAAA", "eyJhIjoxfQ·.e30.AAAA", "not base64.e30.AAAA", "W10.e30.AAAA",
        "bm90IGpzb24gImFsZyI.e30.AAAA",
    ])
    func `what has no such header is no web token`(token: String) {
        #expect(!splintered(token).withBytes(TokenStructure.isWebToken))
    }

    @Test(arguments: [
        // RFC 7617, sections 2 and 2.1.
        "QWxhZGRpbjpvcGVu·IHNlc2FtZQ==", "dGVzdDox·MjPCow==",
        // RFC 2617's without padding, and an empty user.
        "QWxhZGRpbjpvcGVu·IHNlc2FtZQ", "OnBhc3M=",
    ])
    func `basic credentials are a user, a colon and a password`(text: String) {
        #expect(splintered(text).withBytes(TokenStructure.isBasicCredentials))
    }

    @Test(arguments: [
        // Nothing; no colon; nothing after it; control characters; no base64.
        "", "QWxhZGRpbg==", "QWxhZGRpbjo=", "YTpiAA==", "YTp/", "user:pass", "realm=\"test\"",
    ])
    func `what decodes to something else is no credentials`(text: String) {
        #expect(!text.withBytes(TokenStructure.isBasicCredentials))
    }
}
