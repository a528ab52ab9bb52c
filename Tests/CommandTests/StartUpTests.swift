import Testing

/// What a start costs before anything is read, in time of the CPU: what else runs on the machine
/// adds little to that.
@Suite(.serialized) struct StartUpTests {
    /// The rules are built in as tables. Made by parsing, they cost nine times the rest in a debug
    /// build, and five times in a release build; the tables less than four and two times.
    @Test func `the filter starts in a few times what the bare command needs`() throws {
        var bare = Double.infinity
        var filter = Double.infinity
        for _ in 0..<15 {
            bare = min(bare, try Command.run(["--version"]).cpuSeconds)
            filter = min(filter, try Command.run(["-q"]).cpuSeconds)
        }
        #expect(filter < 6 * bare, "\(filter) s, and \(bare) s for --version")
    }
}
