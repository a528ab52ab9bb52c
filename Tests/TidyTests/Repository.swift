import Foundation
import Testing

/// A text file of the repository.
struct SourceFile {
    /// From the repository's root: `Sources/blot/Blot.swift`.
    let path: String
    let text: String

    /// Where something is wrong, as editors read it, and what.
    func complaint(line: Int, _ message: String) -> String { "\(path):\(line): \(message)" }
}

/// The repository that the tests were built from.
enum Repository {
    static let root = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    /// What stands in the root.
    static func topLevel() throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: root.path).sorted()
    }

    /// One file.
    static func file(_ path: String) throws -> SourceFile {
        let text = try String(contentsOf: root.appending(path: path), encoding: .utf8)
        return SourceFile(path: path, text: text)
    }

    /// The text files below folders, by path; files that are not UTF-8 are read as well as they
    /// can.
    static func files(below folders: [String], named suffix: String = "") throws -> [SourceFile] {
        try folders.flatMap { folder in
            let paths = try FileManager.default.subpathsOfDirectory(
                atPath: root.appending(path: folder).path)
            return try paths.sorted().filter { $0.hasSuffix(suffix) }.compactMap {
                path -> SourceFile? in
                let full = root.appending(path: folder + "/" + path)
                guard try full.resourceValues(forKeys: [.isRegularFileKey]).isRegularFile == true
                else { return nil }
                return SourceFile(
                    path: folder + "/" + path,
                    text: String(decoding: try Data(contentsOf: full), as: UTF8.self))
            }
        }
    }

    /// All Swift files.
    static func swiftFiles() throws -> [SourceFile] {
        try files(below: ["Sources", "Tests"], named: ".swift") + [file("Package.swift")]
    }
}
