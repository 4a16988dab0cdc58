const { contextBridge, ipcRenderer, webUtils } = require('electron');

contextBridge.exposeInMainWorld('fixture', {
  invoke: (channel, ...args) => ipcRenderer.invoke(channel, ...args),
  tell: (value) => ipcRenderer.send('tell', value),
  onTold: (listener) => {
    const forward = (_event, ...args) => listener(...args);
    ipcRenderer.on('told', forward);
    return () => ipcRenderer.off('told', forward);
  },
  pathOf: (file) => webUtils.getPathForFile(file),
  failNow: () => {
    throw new RangeError('from the preload');
  },
  makeInstance: () =>
    new (class Secret {
      own = 1;
      method() {}
    })(),
  callBack: (callback) => callback(20) + 1,
  values: { list: [1, 2, 3], nested: { deep: true }, when: new Date(0), bytes: new Uint8Array([1, 2]) },
  shownProcess: { type: process.type, sandboxed: process.sandboxed, electron: process.versions.electron },
  modules: (name) => {
    try {
      require(name);
      return 'loaded';
    } catch (error) {
      return error.message;
    }
  },
});
