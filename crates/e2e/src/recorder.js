// Tells the server what comes to the console, for engines whose WebDriver does not tell it. At once: whoever reads it
// afterwards must find everything.
(() => {
    const record = (level, source, message) => {
        const request = new XMLHttpRequest();
        request.open('POST', 'RECORDS', false);
        request.send(JSON.stringify({ level, source, message }));
    };
    for (const [name, level] of [['error', 'SEVERE'], ['warn', 'WARNING'], ['assert', 'SEVERE']]) {
        const print = console[name];
        console[name] = (...args) => {
            print.apply(console, args);
            // The second line of the stack is who has called this.
            const [, caller] = new Error().stack.split('\n');
            if (name !== 'assert' || !args[0]) record(level, 'console-api', [caller, ...args].join(' '));
        };
    }
    addEventListener(
        'error',
        ({ message, filename, lineno, target }) => {
            if (target === window) record('SEVERE', 'javascript', `${filename} ${lineno} ${message}`);
            else record('SEVERE', 'network', `${target.src ?? target.href} did not load`);
        },
        true,
    );
    addEventListener('unhandledrejection', ({ reason }) => record('SEVERE', 'javascript', `unhandled: ${reason}`));
    addEventListener('securitypolicyviolation', ({ blockedURI, violatedDirective }) =>
        record('SEVERE', 'security', `${blockedURI} violates ${violatedDirective} of the Content Security Policy`));
})();
