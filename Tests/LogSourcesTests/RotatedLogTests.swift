import LogSources
import Testing

@Suite struct RotatedLogTests {
    @Test(arguments: [
        ("app.log.1", "app.log"), ("app.log.2.gz", "app.log.1"), ("app.log.10", "app.log.9"),
        ("app.log-20261123", "app.log-20261124"), ("app.log-20261124.gz", "app.log"),
        ("pods/x/0.log.20261123-230000", "pods/x/0.log"), ("a-json.log.1", "a-json.log"),
    ])
    func `the next part of a log`(path: String, next: String) {
        #expect(RotatedLog.follows(next, after: path))
        #expect(!RotatedLog.follows(path, after: next))
    }

    @Test(arguments: [
        ("app.log", "app.log"), ("app.log", "db.log"), ("app.log.1", "db.log"), ("-", "app.log"),
        ("app.log.1", "-"), ("app1.log", "app2.log"), ("log2026", "log2027"),
    ])
    func `other files`(path: String, next: String) {
        #expect(!RotatedLog.follows(next, after: path))
    }
}
