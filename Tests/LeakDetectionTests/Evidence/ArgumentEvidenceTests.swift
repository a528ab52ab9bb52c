import TestSupport
import Testing

@testable import LeakDetection

@Suite struct ArgumentEvidenceTests {
    @Test(arguments: ["hunter22", "S3cr3t!", "-long-and-random-x9", "pass word", "0"])
    func `a word is a secret`(value: String) {
        #expect(value.withBytes(ArgumentEvidence.weigh) != nil)
    }

    @Test(arguments: ["", "-h", "--help", "|", "|grep", ">/dev/null", "&&", "https://toys.test/x"])
    func `an option, a pipe or an address is none`(value: String) {
        #expect(value.withBytes(ArgumentEvidence.weigh) == nil)
    }
}
