import Testing

/// What a start costs before anything is read, in time of the CPU: what else runs on the machine
/// adds little to that.
@Suite(.serialized) struct StartUpTests {
    private func least(_ arguments: [String]) throws -> Double {
        var least = Double.infinity
        for _ in 0..<15 { least = min(least, try Command.run(arguments).cpuSeconds) }
        return least
    }

    /// The rules are built in as tables. Made by parsing, they cost nine times the rest in a debug
    /// build, and five times in a release build; the tables little more than the rest.
    @Test func `rules are there in a few times what the bare command needs`() throws {
        let bare = try least(["--version"])
        let rules = try least(["rules", "show", "github.personal-access-token"])
        #expect(rules < 6 * bare, "\(rules) s, and \(bare) s for --version")
    }

    /// The filter prepares the search for literals, too: three times the bare command in a release
    /// build. Their placement is worked out in vectors of numbers, which a debug build calls
    /// functions for: thirty times.
    @Test func `the filter starts in a few times what the bare command needs`() throws {
        let bare = try least(["--version"])
        let filter = try least(["-q"])
        let limit = Command.binary.contains("/debug/") ? 60.0 : 6
        #expect(filter < limit * bare, "\(filter) s, and \(bare) s for --version")
    }
}
