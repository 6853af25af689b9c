-- Run by Neovim without a screen: types a ref into FLOWCHECK_FILE, tells what the server says of it.
local file, python, out = os.getenv("FLOWCHECK_FILE"), os.getenv("FLOWCHECK_PYTHON"), {}

vim.cmd("edit " .. vim.fn.fnameescape(file))
local buffer = vim.api.nvim_get_current_buf()
local client = vim.lsp.start_client({
  name = "flowcheck",
  cmd = { python, "-m", "flowcheck", "lsp" },
  root_dir = vim.fn.fnamemodify(file, ":h"),
})
vim.lsp.buf_attach_client(buffer, client)

local function codes()
  local found = {}
  for _, one in ipairs(vim.diagnostic.get(buffer)) do
    found[#found + 1] = one.code or one.user_data.lsp.code
  end
  table.sort(found)
  return found
end

local function wait_for(wanted)
  vim.wait(60000, function()
    return vim.deep_equal(codes(), wanted)
  end, 20)
end

wait_for({ "FC302" })
out.opened = codes()

-- Type into the last line but two: {"node": "
local row = vim.api.nvim_buf_line_count(buffer) - 3
local line = vim.api.nvim_buf_get_lines(buffer, row, row + 1, true)[1]
local column = line:find('{"conditional"', 1, true) - 1
vim.api.nvim_win_set_cursor(0, { row + 1, column })
vim.cmd('normal! C{"node": "')
wait_for({ "FC101", "FC302" })
out.typed = codes()

vim.api.nvim_win_set_cursor(0, { row + 1, #vim.api.nvim_get_current_line() })
local position = vim.lsp.util.make_position_params()
position.position.character = position.position.character + 1
local answers = vim.lsp.buf_request_sync(buffer, "textDocument/completion", position, 60000)
out.labels = {}
for _, answer in pairs(answers or {}) do
  for _, item in ipairs(answer.result.items) do
    out.labels[#out.labels + 1] = item.label
  end
end

local handle = io.open(os.getenv("FLOWCHECK_OUT"), "w")
handle:write(vim.fn.json_encode(out))
handle:close()
vim.cmd("qall!")
