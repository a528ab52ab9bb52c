import Foundation
import LogSources
import Testing

@Suite struct WalkTests {
    private let tree = Tree()

    /// What a walk hands over, one line each.
    private func walk(
        _ roots: [String] = [""], _ set: (inout Walk.Options) -> Void = { _ in }
    ) -> [String] {
        var options = Walk.Options()
        set(&options)
        var lines: [String] = []
        Walk.run(roots.map { tree.path($0) }, options: options) { item in
            switch item {
            case .directory(let file): lines.append("d " + file.relative.text)
            case .log(let files):
                lines.append("f " + files.map(\.relative.text).joined(separator: " "))
            case .symlink(let file): lines.append("l " + file.relative.text)
            case .special(let file): lines.append("s " + file.relative.text)
            case .failure(let path, let reason):
                lines.append("! " + BytePath(Array(path.name)).text + " " + reason)
            }
            return true
        }
        return lines
    }

    @Test func `files in order of their names, then directories; hidden ones too`() {
        tree.write("b/x.log")
        tree.write("b/.bash_history")
        tree.write("a.txt")
        tree.write("c.txt")
        #expect(walk() == ["d ", "f a.txt", "f c.txt", "d b", "f b/.bash_history", "f b/x.log"])
    }

    @Test func `the parts of a rotated log are one log, the oldest first`() {
        for name in [
            "app.log", "app.log.1", "app.log.10", "app.log.2.gz", "db.log-20261124", "db.log",
        ] {
            tree.write(name)
        }
        #expect(
            walk() == [
                "d ", "f app.log.10 app.log.2.gz app.log.1 app.log", "f db.log-20261124 db.log",
            ])
    }

    @Test func `symlinks are handed over, not followed`() {
        tree.write("real/x.log")
        tree.link("link", to: "real")
        #expect(walk() == ["d ", "l link", "d real", "f real/x.log"])
    }

    @Test func `a symlink that is named is followed`() {
        tree.write("real/x.log")
        tree.link("link", to: "real")
        #expect(walk(["link"]) == ["d ", "f x.log"])
    }

    @Test func `what symlinks lead to is handed over once`() {
        tree.write("in/x.log")
        tree.write("out/y.log")
        tree.write("out/z.log")
        tree.link("in/inner", to: "x.log")
        tree.link("in/one", to: "../out/y.log")
        tree.link("in/two", to: "../out/y.log")
        tree.link("in/zdir", to: "../out")
        let lines = walk(["in"]) { $0.followsSymlinks = true }
        #expect(lines == ["d ", "f one", "f x.log", "d zdir", "f zdir/z.log"])
    }

    @Test func `loops of symlinks end and are told`() {
        tree.write("a/x.log")
        tree.link("a/up", to: "..")
        tree.link("a/self", to: "self")
        let lines = walk { $0.followsSymlinks = true }
        #expect(lines.contains("f a/x.log"))
        #expect(lines.contains { $0.hasPrefix("! up a symlink to a directory that it is in") })
        #expect(lines.contains { $0.hasPrefix("! self cannot open") })
        #expect(lines.count == 5)
    }

    @Test func `the kubelet's links are followed, and count once`() {
        let id = String(repeating: "0a", count: 32)
        tree.write("log/pods/shop_web-0_uid/web/0.log")
        tree.link(
            "log/containers/web-0_shop_web-\(id).log", to: "../pods/shop_web-0_uid/web/0.log")
        #expect(walk(["log"]).filter { $0.hasPrefix("f") } == ["f pods/shop_web-0_uid/web/0.log"])
        #expect(walk(["log/containers"]) == ["d ", "f web-0_shop_web-\(id).log"])
    }

    @Test func `FIFOs are handed over as what they are`() {
        tree.write("x.log")
        #expect(mkfifo(tree.path("pipe").text, 0o600) == 0)
        #expect(walk() == ["d ", "s pipe", "f x.log"])
    }

    @Test func `what is named twice, or in what is named, is walked once`() {
        tree.write("a/b/x.log")
        #expect(walk(["a", "a/b", "a", "a/b/x.log"]).filter { $0.hasPrefix("f") } == ["f x.log"])
    }

    @Test func `depth, and what is wanted`() {
        tree.write("x.log")
        tree.write("a/y.log")
        tree.write("a/b/z.log")
        tree.write("c/w.log")
        #expect(walk { $0.maximumDepth = 1 } == ["d ", "f x.log", "d a", "d c"])
        let wanted = walk { $0.admits = { path, isDirectory in !isDirectory || path.text != "a" } }
        #expect(wanted == ["d ", "f x.log", "d c", "f c/w.log"])
    }

    @Test func `what cannot be read is told, and the walk goes on`() {
        tree.write("x.log")
        #expect(
            walk(["missing", ""]) == [
                "! missing cannot open: No such file or directory", "d ", "f x.log",
            ])
    }

    @Test func `names that are no UTF-8`() {
        let name: [UInt8] = [0x61, 0xFF, 0x62]
        let path = tree.path("").appending(name)
        #expect(path.withCString { creat($0, 0o600) } >= 0)
        #expect(walk() == ["d ", "f a\\xffb"])
        Walk.run([tree.path("")]) { item in
            if case .log(let files) = item {
                #expect(throws: Never.self) { try files[0].open().shut() }
            }
            return true
        }
    }

    @Test func `a file that has become something else is not opened`() throws {
        tree.write("x.log")
        var file: WalkedFile?
        Walk.run([tree.path("")]) { item in
            if case .log(let files) = item { file = files[0] }
            return true
        }
        let path = tree.path("x.log").text
        unlink(path)
        #expect(mkfifo(path, 0o600) == 0)
        #expect(throws: SourceError.self) { try file?.open() }
        unlink(path)
        tree.write("y.log")
        #expect(symlink("y.log", path) == 0)
        #expect(throws: SourceError.self) { try file?.open() }
    }
}

/// A directory for one test.
private final class Tree {
    private let root = FileManager.default.temporaryDirectory
        .appending(path: "blot-walk-\(UUID().uuidString)")

    init() {
        try? FileManager.default.createDirectory(at: root, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(at: root) }

    func path(_ name: String) -> BytePath {
        name.isEmpty ? BytePath(root.path) : BytePath(root.path + "/" + name)
    }

    private func make(_ name: String) -> URL {
        let file = root.appending(path: name)
        try? FileManager.default.createDirectory(
            at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        return file
    }

    func write(_ name: String) { try? Data("x\n".utf8).write(to: make(name)) }

    func link(_ name: String, to target: String) { symlink(target, make(name).path) }
}
