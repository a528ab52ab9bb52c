import Foundation
import LeakReport
import Testing

@Suite struct LookTests {
    @Test func `write all`() throws {
        let dir = "/tmp/s6-look/"
        try FileManager.default.createDirectory(atPath: dir, withIntermediateDirectories: true)
        for format in ReportFormat.allCases {
            try audit(format, AuditSamples.audit).write(
                toFile: dir + "audit.\(format.rawValue)", atomically: true, encoding: .utf8)
            try audit(format, AuditSamples.empty).write(
                toFile: dir + "empty.\(format.rawValue)", atomically: true, encoding: .utf8)
        }
        for width in [80, 120] {
            try audit(.text, AuditSamples.audit) {
                $0.width = width; $0.isColored = true; $0.isVerbose = width == 120
            }.write(toFile: dir + "w\(width).ansi", atomically: true, encoding: .utf8)
            try audit(.text, AuditSamples.audit) {
                $0.width = width; $0.isVerbose = width == 120
            }.write(toFile: dir + "w\(width).text", atomically: true, encoding: .utf8)
        }
        try audit(.html, AuditSamples.many(50_000)).write(
            toFile: dir + "many.html", atomically: true, encoding: .utf8)
    }
}
