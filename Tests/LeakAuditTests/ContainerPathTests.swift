import LogSources
import Testing

@testable import LeakAudit

@Suite struct ContainerPathTests {
    private static let id = String(repeating: "0a", count: 32)

    @Test(arguments: [
        ("/var/log/pods/shop_web-0_6f1e/web/0.log", "shop/web-0/web"),
        ("x/containers/web-0_shop_web-\(id).log", "shop/web-0/web"),
        ("/var/lib/docker/containers/\(id)/\(id)-json.log", "0a0a0a0a0a0a"),
        ("containers/\(id)/local-logs/container.log", "0a0a0a0a0a0a"),
    ])
    func `a container's log`(path: String, name: String) {
        #expect(ContainerPath.container(of: BytePath(path)) == name)
    }

    @Test(arguments: ["/var/log/syslog", "app.log", "containers/app.log", "pods/x/y/0.log"])
    func `another file`(path: String) {
        #expect(ContainerPath.container(of: BytePath(path)) == nil)
    }
}
