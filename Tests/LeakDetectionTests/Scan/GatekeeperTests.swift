import TestSupport
import Testing

@testable import LeakDetection

@Suite struct GatekeeperTests {
    /// Whether the gate opens behind the first `token` of a line.
    private func isOpen(_ line: String) -> Bool {
        line.withBytes { bytes in
            guard let at = bytes.firstOffset(of: "token") else { return false }
            return Gatekeeper.assigns(bytes, literal: at, at + 5)
        }
    }

    @Test(arguments: [
        "token=x", "token = x", "token: x", "token:x", "TOKEN token_value=x", "token -> x",
        "token->x",
        "\"token\":\"x\"", "\"token\" : \"x\"", #"\"token\":\"x\""#, "'token' => 'x'",
        "['token'] = 'x'",
        "&quot;token&quot;: x", "%22token%22%3Ax", "token%3Dx", "<token>x</token>",
        "token\u{1B}[0m=x",
        "token is x", "token was x", "token 'x'", "token \"x\"", "--token x", "-token x",
        "/token x",
        "token for bob is x", "token for user bob: x", "token of bob : x", "token for bob was x",
        "--token for9kQ2", "token of9kQ2", "token for#x", "--token for",
        "--access-token-file x", "token：x", "tokenName: x", "token.value=x", "my token   :   x",
    ])
    func `the gate opens where something may be assigned`(line: String) {
        #expect(isOpen(line))
    }

    @Test(arguments: [
        "token", "token ", "token expired", "token.", "token!", "token/x", "tokens rock",
        "the token refresh failed", "token-", "token*x",
        "token for bob", "token for root since ten", "token) is x",
    ])
    func `the gate stays shut where nothing is`(line: String) {
        #expect(!isOpen(line))
    }

    @Test func `a name that never ends does not open it`() {
        #expect(!isOpen("token" + String(repeating: "x", count: 5000) + "=1"))
    }
}
