import Foundation
import Testing

/// Programs of other people that read reports.
enum Program {
    private static let tests = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent()

    /// How it ended, and what it said.
    struct Outcome {
        let status: Int32
        let text: String
    }

    /// Reads reports with parsers: `Tests/Reports/check.py`.
    static func check(_ files: [String]) throws -> Outcome {
        try run(tests.appending(path: "Reports/run").path, files)
    }

    /// Uses a page in Chromium: `Tests/Browser/report.py`.
    static func browse(_ arguments: String...) throws -> Outcome {
        try run(
            "/usr/bin/python3", [tests.appending(path: "Browser/report.py").path] + arguments)
    }

    private static func run(_ program: String, _ arguments: [String]) throws -> Outcome {
        let process = Process()
        let output = Pipe()
        process.executableURL = URL(fileURLWithPath: program)
        process.arguments = arguments
        process.standardOutput = output
        process.standardError = output
        process.standardInput = FileHandle.nullDevice
        try process.run()
        let text = String(
            decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        return Outcome(status: process.terminationStatus, text: text)
    }

    /// A directory of this test, which is deleted after it.
    static func inDirectory<Result>(_ body: (String) throws -> Result) throws -> Result {
        let path = FileManager.default.temporaryDirectory
            .appending(path: "blot-reports-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(
            atPath: path, withIntermediateDirectories: false,
            attributes: [.posixPermissions: 0o700])
        defer { try? FileManager.default.removeItem(atPath: path) }
        return try body(path)
    }
}
