-- Run by Neovim: opens the demo, sees a problem, applies a fix, renames a heading; then writes what
-- it saw as JSON. Variables: ROOT, PYTHON, RESULT.
local root, result = vim.env.ROOT, {}

local function wait(what, ready)
  if not vim.wait(30000, ready, 20) then error("timeout: " .. what) end
end

local id = vim.lsp.start_client({
  name = "recall-lint",
  cmd = { vim.env.PYTHON, "-m", "recall_lint", "server" },
  root_dir = root,
  workspace_folders = { { name = "demo", uri = vim.uri_from_fname(root) } },
})

local function open(path)
  vim.cmd("edit " .. root .. "/" .. path)
  vim.lsp.buf_attach_client(0, id)
  return vim.api.nvim_get_current_buf()
end

local function codes(buffer)
  local found = {}
  for _, d in ipairs(vim.diagnostic.get(buffer)) do
    table.insert(found, (d.lnum + 1) .. ":" .. d.user_data.lsp.code)
  end
  table.sort(found)
  return found
end

local ok, failure = pcall(function()
  local page = open("Recall/Stars.md")
  local client = vim.lsp.get_client_by_id(id)
  wait("start", function() return client.initialized end)
  wait("problems", function() return #vim.diagnostic.get(page) > 0 end)
  result.before = codes(page)

  local where = vim.lsp.util.make_given_range_params({ 7, 0 }, { 7, 60 }, page, client.offset_encoding)
  where.context = { diagnostics = {} }
  local answers = vim.lsp.buf_request_sync(page, "textDocument/codeAction", where, 30000)
  local actions = answers[id].result
  result.action = actions[1].title
  vim.lsp.util.apply_workspace_edit(actions[1].edit, client.offset_encoding)
  wait("the fix", function() return #codes(page) < #result.before end)
  result.after = codes(page)

  local note = open("Notes/Stars.md")
  vim.api.nvim_win_set_cursor(0, { 13, 10 })
  vim.lsp.buf.rename("Fusion")
  wait("the rename", function()
    return vim.api.nvim_buf_get_lines(note, 12, 13, false)[1]:find("Fusion") ~= nil
  end)
  vim.cmd("wall")
end)
result.failure = not ok and failure or nil
vim.fn.writefile({ vim.fn.json_encode(result) }, vim.env.RESULT)
vim.lsp.stop_client(id)
vim.wait(200)
vim.cmd("qall!")
