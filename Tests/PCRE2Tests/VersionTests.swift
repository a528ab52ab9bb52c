import PCRE2
import Testing

@Suite struct VersionTests {
    @Test func `the version is a number and a date`() {
        let version = libraryVersion()
        #expect(version.wholeMatch(of: /10\.\d+\S* \d{4}-\d{2}-\d{2}/) != nil, "\(version)")
    }
}
